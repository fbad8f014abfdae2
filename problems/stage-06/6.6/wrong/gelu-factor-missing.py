"""
title = "The factor z is missing (only the distribution function)"
explanation = "The activation is Phi(z) alone, a sigmoid-like curve between 0 and 1. GELU is z times that."
hint = "What does GELU(10) come to, 1 or 10?"
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
        h = x @ self.W1 + self.b1
        safe = np.where(h == 0.0, 1.0, h)
        return np.where(h == 0.0, 0.5, gelu(safe) / safe) @ self.W2 + self.b2
