"""
title = "Beta is not added"
explanation = "gamma is applied, but beta is left out. With the initial beta of zeros nobody can tell, and even the gradients for x and gamma are right; but every output lacks its learned offset, and beta itself would never be trained."
hint = "Set layer.beta[:] = 3. By how much should each output move?"
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
        return self.gamma * x_norm
