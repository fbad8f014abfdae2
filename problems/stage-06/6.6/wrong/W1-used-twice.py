"""
title = "W1 is used for the way back too"
explanation = "The hidden layer is multiplied with W1.T where W2 belongs. The shapes fit, but W2 is a matrix of its own: nothing says that it should be the transpose of W1."
hint = "Set W2 to zero. What should the layer return then, and what does yours?"
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
        return gelu(x @ self.W1 + self.b1) @ self.W1.T + self.b2
