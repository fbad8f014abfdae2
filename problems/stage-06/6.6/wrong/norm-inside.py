"""
title = "The input is normalised first"
explanation = "There is a layer normalisation inside. It belongs to the block, before this layer."
hint = "Does the formula contain a mean or a variance?"
ceiling = 0.6
flavours.GELU = ["tanh", "erf"]
flavours.RESIDUAL = [false, true]
"""

import math

import numpy as np

GELU = "tanh"
RESIDUAL = False
_erf = np.vectorize(math.erf, otypes=[float])


def gelu(z):
    if GELU == "erf":
        return 0.5 * z * (1.0 + _erf(z / np.sqrt(2.0)))
    return 0.5 * z * (1.0 + np.tanh(np.sqrt(2.0 / np.pi) * (z + 0.044715 * z**3)))


class FeedForward:
    def __init__(self, d_model, d_ff):
        self.W1 = np.random.randn(d_model, d_ff) * 0.02
        self.W2 = np.random.randn(d_ff, d_model) * 0.02
        self.b1 = np.zeros(d_ff)
        self.b2 = np.zeros(d_model)

    def forward(self, x):
        z = (x - x.mean(axis=-1, keepdims=True)) / np.sqrt(x.var(axis=-1, keepdims=True) + 1e-5)
        out = gelu(z @ self.W1 + self.b1) @ self.W2 + self.b2
        return x + out if RESIDUAL else out
