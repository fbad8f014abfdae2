"""
title = "Beta subtracted"
explanation = "beta is taken away instead of added. A freshly made layer (beta = 0) does not show it, a trained one does: every offset points the wrong way."
hint = "Set layer.beta[:] = 3. Do your outputs go up or down?"
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
        return self.gamma * x_norm - self.beta
