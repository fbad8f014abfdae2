"""
title = "Only two axes are handled"
explanation = "The input is taken apart or flattened to [n, d_model], so a batch of sequences fails or comes back flat. Matrix multiplication with @ handles any number of leading axes by itself."
hint = "What is x.shape in a transformer: how many axes?"
ceiling = 0.4
flavours.GELU = ["tanh", "erf"]
flavours.FORM = ["unpacks", "flattens"]
"""

import math

import numpy as np

GELU = "tanh"
FORM = "unpacks"
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
        if FORM == "flattens":
            x = x.reshape(-1, x.shape[-1])
        n, d = x.shape
        return gelu(x @ self.W1 + self.b1) @ self.W2 + self.b2
