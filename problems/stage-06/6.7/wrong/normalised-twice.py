"""
title = "Normalised twice"
explanation = "The normalised row is normalised once more. As its mean is already 0 and its variance nearly 1, the second pass changes little, only what eps left over; but with a large eps, or with rows of small variance, it undoes the effect of eps."
hint = "Read forward as a list of steps: which of them is done a second time?"
ceiling = 0.7
"""

import numpy as np


class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = eps

    def forward(self, x):
        def normalised(z):
            mean = z.mean(axis=-1, keepdims=True)
            return (z - mean) / np.sqrt(z.var(axis=-1, keepdims=True) + self.eps)

        return self.gamma * normalised(normalised(x)) + self.beta
