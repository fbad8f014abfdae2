"""
title = "The result is rounded"
explanation = "The output is rounded to a few decimals. Each number is nearly right, but a rounded function is a staircase: its slope is zero almost everywhere, so nothing in front of it could be trained. Round when you print, never in what you return."
hint = "What does your layer return for x and for x + 1e-6, and what does that mean for a gradient?"
ceiling = 0.8
flavours.GELU = ["tanh", "erf"]
flavours.DECIMALS = [1, 2, 3, 4]
"""

import math

import numpy as np

GELU = "tanh"
DECIMALS = 3
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
        return np.round(gelu(x @ self.W1 + self.b1) @ self.W2 + self.b2, DECIMALS)
