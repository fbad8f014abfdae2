"""
title = "The result is rounded"
explanation = "The output is rounded to a few decimals. Each number is nearly right, but a rounded function is a staircase: its slope is zero almost everywhere, so nothing in front of it could be trained. Round when you print, never in what you return."
hint = "What does your layer return for x and for x + 1e-6, and what does that mean for a gradient?"
ceiling = 0.6
flavours.DECIMALS = [1, 2, 3, 4, 5, 6]
"""

import numpy as np

DECIMALS = 4


class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = eps

    def forward(self, x):
        mean = x.mean(axis=-1, keepdims=True)
        var = x.var(axis=-1, keepdims=True)
        x_norm = (x - mean) / np.sqrt(var + self.eps)
        return np.round(self.gamma * x_norm + self.beta, DECIMALS)
