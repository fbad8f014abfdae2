"""
title = "The second matrix is missing"
explanation = "The hidden layer of width d_ff is returned, with or without its activation. The layer has to come back to d_model."
hint = "Compare the last axis of your result with d_model."
ceiling = 0.3
flavours.GELU = ["tanh", "erf", "none"]
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
        hidden = x @ self.W1 + self.b1
        return hidden if GELU == "none" else gelu(hidden)
