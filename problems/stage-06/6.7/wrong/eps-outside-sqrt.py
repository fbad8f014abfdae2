"""
title = "Epsilon added to the standard deviation"
explanation = "The code divides by sqrt(var) + eps; asked for is sqrt(var + eps). For rows of ordinary size the two differ in the sixth digit only, but for a row whose standard deviation is about 1e-3 they are far apart, because sqrt(1e-5) is 3e-3 while eps itself is 1e-5."
hint = "eps protects the variance from being zero. On which side of the root does the variance live?"
ceiling = 0.9
"""

import numpy as np


class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = eps

    def forward(self, x):
        mean = x.mean(axis=-1, keepdims=True)
        var = x.var(axis=-1, keepdims=True)
        x_norm = (x - mean) / (np.sqrt(var) + self.eps)
        return self.gamma * x_norm + self.beta
