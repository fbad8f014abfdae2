"""
title = "The biases are subtracted"
explanation = "b1 and b2 come in with a minus sign: the layer computes x @ W1 - b1 and ends with - b2. While the biases are zero, as they are at the start, nothing shows; after the first training step every output is wrong."
hint = "Set layer.b2[:] = 1: should the output go up or down?"
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
        return gelu(x @ self.W1 - self.b1) @ self.W2 - self.b2
