"""
title = "The eps argument is not used"
explanation = "forward uses a fixed number where the eps given to the constructor belongs. With the default nobody notices, but LayerNorm(dim, eps=0.1) computes the same as LayerNorm(dim). Published models differ in this very number (1e-5, 1e-6, 1e-12), and weights trained with one do not fit another."
hint = "Follow eps from the call of the constructor to the formula. Where does it get lost?"
ceiling = 0.9
flavours.FIXED = [1e-05, 1e-06, 1e-08, 1e-12, 0.001]
"""

import numpy as np

FIXED = 1e-5


class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)

    def forward(self, x):
        mean = x.mean(axis=-1, keepdims=True)
        var = x.var(axis=-1, keepdims=True)
        x_norm = (x - mean) / np.sqrt(var + FIXED)
        return self.gamma * x_norm + self.beta
