"""
title = "forward changes the weights"
explanation = "The matrices are transposed (or otherwise changed) in forward and stay changed, so the second call computes with other weights than the first. It shows only where d_ff equals d_model, or on the second call."
hint = "Call forward twice with the same x, in a layer with d_ff == d_model."
ceiling = 0.9
flavours.GELU = ["tanh", "erf"]
flavours.WHICH = ["both", "W1", "W2"]
"""

import math

import numpy as np

GELU = "tanh"
WHICH = "both"
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
        if self.W1.shape[0] == self.W1.shape[1]:
            if WHICH != "W2":
                self.W1[...] = self.W1.T.copy()
            if WHICH != "W1":
                self.W2[...] = self.W2.T.copy()
        return out
