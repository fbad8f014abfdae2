"""
title = "Epsilon subtracted from the variance"
explanation = "sqrt(var - eps) has a negative number under the root as soon as a row varies little, so a constant row becomes NaN: the very thing eps is there to prevent. For other rows the result is slightly too large."
hint = "Which sign makes the number under the root safely positive?"
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
        x_norm = (x - mean) / np.sqrt(var - self.eps)
        return self.gamma * x_norm + self.beta
