"""
title = "Deviations averaged without squaring them"
explanation = "The mean of x - mean is always zero: positive and negative deviations cancel. So only eps is left under the root, and every row is multiplied by 1 / sqrt(eps), about 316 with the default. Squaring before averaging is what keeps the deviations from cancelling."
hint = "Print your variance for any row. What has to happen to a deviation before it is averaged?"
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
        var = (x - mean).mean(axis=-1, keepdims=True)
        x_norm = (x - mean) / np.sqrt(var + self.eps)
        return self.gamma * x_norm + self.beta
