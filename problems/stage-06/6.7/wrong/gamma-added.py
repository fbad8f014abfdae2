"""
title = "Gamma added instead of multiplied"
explanation = "gamma is added to the normalised row. Two offsets in a row are only one offset: the layer can shift its features but not stretch them. With gamma = 1 even a fresh layer is off by exactly 1."
hint = "One of the two parameters is a scale and the other a shift. Which operation belongs to a scale?"
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
        return self.gamma + x_norm + self.beta
