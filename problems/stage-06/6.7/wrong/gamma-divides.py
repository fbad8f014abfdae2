"""
title = "Divided by gamma"
explanation = "The normalised row is divided by gamma instead of multiplied by it. With gamma = 1 that is the same; a learned gamma of 2 then halves the feature instead of doubling it, and a gamma near zero blows it up."
hint = "Set one entry of gamma to 0. What should that feature's output be?"
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
        x_norm = (x - mean) / np.sqrt(var + self.eps)
        return x_norm / self.gamma + self.beta
