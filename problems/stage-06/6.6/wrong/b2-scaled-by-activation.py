"""
title = "b2 is added before W2 is applied to the sum"
explanation = "The second bias is added to the input of the layer instead of to its output."
hint = "What should come out when x and b1 are zero?"
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
        return gelu((x + self.b2) @ self.W1 + self.b1) @ self.W2
