"""
title = "The arithmetic runs in float16"
explanation = "Values are rounded to half precision on the way, which keeps three digits. Differences between nearby inputs disappear, and with them every gradient."
hint = "Look at the dtype of each intermediate result."
ceiling = 0.9
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
        h = (x @ self.W1 + self.b1).astype(np.float16).astype(np.float64)
        return gelu(h) @ self.W2 + self.b2
