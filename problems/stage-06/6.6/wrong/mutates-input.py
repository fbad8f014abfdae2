"""
title = "The input array is changed"
explanation = "The numbers are right, but x is overwritten on the way. NumPy passes arrays without copying, so the caller's array changes too - and the residual connection around this layer still needs it."
hint = "x = x * 2 makes a new array; x *= 2 and x[...] = write into the caller's. Which of your lines writes?"
ceiling = 0.95
symptom = "input-changed"
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
        x[...] = out
        return out
