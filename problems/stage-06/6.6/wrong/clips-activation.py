"""
title = "The hidden layer is clipped"
explanation = "Large pre-activations are cut off. GELU grows like z itself, and nothing overflows in tanh or erf."
hint = "What should GELU(20) be?"
ceiling = 0.9
flavours.GELU = ["tanh", "erf"]
flavours.LIMIT = [3.0, 5.0, 6.0, 10.0]
"""

import math

import numpy as np

GELU = "tanh"
LIMIT = 5.0
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
        h = np.clip(x @ self.W1 + self.b1, -LIMIT, LIMIT)
        return gelu(h) @ self.W2 + self.b2
