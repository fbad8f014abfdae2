"""
title = "Gamma and beta applied twice"
explanation = "The scale and the shift are applied to the normalised row, and then applied again to the result. As long as gamma is 1 and beta is 0 that changes nothing, so it goes unnoticed until the layer has been trained."
hint = "Set gamma to 2 everywhere: by what factor should the row be stretched, and by what factor does yours stretch it?"
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
        out = self.gamma * x_norm + self.beta
        return self.gamma * out + self.beta
