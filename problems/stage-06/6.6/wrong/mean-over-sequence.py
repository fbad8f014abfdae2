"""
title = "Tokens are averaged"
explanation = "A mean over the sequence axis slips in, so every position gets the same value. The layer works on each position on its own."
hint = "Change one token of the input: may any other position's output change?"
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
        h = gelu(x @ self.W1 + self.b1)
        return (h.mean(axis=-2, keepdims=True) + np.zeros_like(h)) @ self.W2 + self.b2
