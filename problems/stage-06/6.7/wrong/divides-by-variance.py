"""
title = "Divided by the variance: the square root is missing"
explanation = "The centred row is divided by var + eps, without the root. The variance is measured in squared units, so doubling x would halve the output; after a proper normalisation the scale of x makes no difference."
hint = "Feed x and 10 * x to your layer. What should the relation between the two outputs be?"
ceiling = 0.6
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
        x_norm = (x - mean) / (var + self.eps)
        return self.gamma * x_norm + self.beta
