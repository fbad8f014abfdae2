"""
title = "The result is stored as whole numbers"
explanation = "The output array was made with an integer dtype, and NumPy silently cuts off the decimals of whatever is written into it. Make the array as floats (np.empty(x.shape) is float64 unless told otherwise)."
hint = "Print the dtype of what you return."
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
        out = np.zeros(x.shape, dtype=int)
        out[...] = self.gamma * (x - mean) / np.sqrt(var + self.eps) + self.beta
        return out
