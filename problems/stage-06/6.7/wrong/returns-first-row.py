"""
title = "Returns inside the loop: only the first row"
explanation = "The return stands inside the loop, so the function ends after the first round and hands back x[0] alone, normalised. All the rest of the batch is lost, which is why the shape is wrong."
hint = "How far to the right is your return? Python leaves the function there."
ceiling = 0.3
"""

import numpy as np


class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = eps

    def forward(self, x):
        for row in x:
            mean = row.mean(axis=-1, keepdims=True)
            var = row.var(axis=-1, keepdims=True)
            x_norm = (row - mean) / np.sqrt(var + self.eps)
            return self.gamma * x_norm + self.beta
