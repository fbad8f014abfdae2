"""
title = "Gamma and beta are not arrays"
explanation = "gamma and beta are plain numbers or lists. One number cannot hold a scale for each feature, and a list cannot be trained in place. They should be NumPy arrays of shape [dim]."
hint = "Which NumPy functions make an array of dim ones and of dim zeros?"
ceiling = 0.3
symptom = "parameter-not-array"
"""

import numpy as np


class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = 1.0
        self.beta = 0.0
        self.eps = eps

    def forward(self, x):
        mean = x.mean(axis=-1, keepdims=True)
        var = x.var(axis=-1, keepdims=True)
        return self.gamma * (x - mean) / np.sqrt(var + self.eps) + self.beta
