"""
title = "Gamma and beta are one and the same array"
explanation = "self.gamma and self.beta are two names for a single array (as after self.gamma = self.beta = np.ones(dim)). Whatever is written into one appears in the other, so the layer cannot have a scale and a shift of its own."
hint = "How often does your constructor ask NumPy for a new array? It takes two."
ceiling = 0.6
symptom = "parameters-share-memory"
"""

import numpy as np


class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = self.beta = np.ones(dim)
        self.eps = eps

    def forward(self, x):
        mean = x.mean(axis=-1, keepdims=True)
        var = x.var(axis=-1, keepdims=True)
        x_norm = (x - mean) / np.sqrt(var + self.eps)
        return self.gamma * x_norm + self.beta
