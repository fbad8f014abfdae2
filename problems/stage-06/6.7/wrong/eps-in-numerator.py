"""
title = "Epsilon added above the fraction bar"
explanation = "eps is added to x - mean instead of to the variance, so every entry is shifted a little and the division by zero is still there: a constant row gives eps / 0, which is infinite."
hint = "eps guards a denominator. Which quantity here can become zero?"
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
        x_norm = (x - mean + self.eps) / np.sqrt(var)
        return self.gamma * x_norm + self.beta
