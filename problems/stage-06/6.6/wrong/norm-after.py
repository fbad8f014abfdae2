"""
title = "The result is normalised"
explanation = "There is a layer normalisation behind the second matrix. It belongs to the block around this layer, not into the layer."
hint = "Does the formula contain a mean or a variance?"
ceiling = 0.6
flavours.GELU = ["tanh", "erf"]
"""

import math

import numpy as np

GELU = "tanh"
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
        out = gelu(x @ self.W1 + self.b1) @ self.W2 + self.b2
        return (out - out.mean(axis=-1, keepdims=True)) / np.sqrt(out.var(axis=-1, keepdims=True) + 1e-5)
