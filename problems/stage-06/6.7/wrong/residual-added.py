"""
title = "The input is added to the output"
explanation = "forward returns x plus the normalised row. The residual connection belongs to the transformer block that uses this layer, not to the layer: added in both places it would count twice."
hint = "With gamma and beta at zero the output should be zero. Is it?"
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
        return x + self.gamma * x_norm + self.beta
