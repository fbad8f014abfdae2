"""
title = "Epsilon added twice"
explanation = "eps is added under the root and once more to the root. Adding it under the root is right and enough; the second one makes the divisor a little too large, which shows with a large eps."
hint = "After the first eps, can the divisor still be zero?"
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
        x_norm = (x - mean) / (np.sqrt(var + self.eps) + self.eps)
        return self.gamma * x_norm + self.beta
