"""
title = "Matrix products written with *"
explanation = "The sheet writes W1 * x in the mathematical sense. In NumPy * multiplies entry by entry and broadcasts; a matrix product is written @ (or np.matmul)."
hint = "What are the shapes of x and W1, and which axes have to meet?"
ceiling = 0.1
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
        return self.W2 * gelu(self.W1 * x + self.b1) + self.b2
