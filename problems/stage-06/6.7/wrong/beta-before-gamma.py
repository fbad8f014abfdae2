"""
title = "Beta added before gamma is multiplied"
explanation = "gamma * (x_norm + beta) scales the offset as well, so each feature is shifted by gamma * beta instead of by beta. The two orders agree as long as gamma is 1 or beta is 0, which is why a fresh layer does not show it."
hint = "Set x_norm to zero in your mind: what is left of the formula, and what is left of yours?"
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
        return self.gamma * (x_norm + self.beta)
