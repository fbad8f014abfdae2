"""
title = "Gamma and beta have no effect"
explanation = "The normalised row is returned as it is: gamma and beta are never applied (or they are overwritten with ones and zeros at the start of forward, which comes to the same). A new layer looks right, because gamma is 1 and beta is 0 then; once they have been trained the output is wrong, and they could never be trained, because their gradient is zero."
hint = "Set layer.gamma[:] = 2 and call forward. Does the output change?"
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
        return (x - mean) / np.sqrt(var + self.eps)
