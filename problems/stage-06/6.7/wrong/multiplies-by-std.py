"""
title = "Multiplied by the standard deviation"
explanation = "The centred row is multiplied by sqrt(var + eps) instead of divided by it, so wide rows become wider still. Normalising is meant to take the scale away."
hint = "What should the standard deviation of a row be after this step, and what is it now?"
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
        x_norm = (x - mean) * np.sqrt(var + self.eps)
        return self.gamma * x_norm + self.beta
