"""
title = "Gamma applied as a dot product"
explanation = "x_norm @ gamma adds up all features into one number for each token, so the feature axis is gone and beta no longer fits. gamma holds one factor for each feature, to be applied entry by entry."
hint = "The output has the shape of the input. Which of * and @ keeps it?"
ceiling = 0.3
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
        return x_norm @ self.gamma + self.beta
