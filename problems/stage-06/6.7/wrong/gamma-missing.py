"""
title = "Gamma is not applied"
explanation = "beta is added, but the normalised row is not multiplied by gamma. With the initial gamma of ones nobody can tell; as soon as gamma has been learned the features have the wrong scale."
hint = "Set layer.gamma[:] = 2. What should happen to the spread of the output?"
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
        return x_norm + self.beta
