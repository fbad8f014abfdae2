"""
title = "Computed or returned in half precision"
explanation = "float16 keeps about three decimal digits and overflows beyond 65504, so the results are off in the fourth digit. Mixed-precision training stores activations in 16 bits, but statistics such as mean and variance are computed in 32 for this very reason."
hint = "Leave the dtype of x alone: the result of the formula already has the right one."
ceiling = 0.6
symptom = "float16-output"
"""

import numpy as np


class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = eps

    def forward(self, x):
        x = x.astype(np.float16)
        mean = x.mean(axis=-1, keepdims=True)
        var = x.var(axis=-1, keepdims=True)
        return (self.gamma * (x - mean) / np.sqrt(var + self.eps) + self.beta).astype(np.float16)
