"""
title = "The weights multiply from the left"
explanation = "The weights stand on the left of x, as the sheet's short formula W1 * x suggests; that fits a single column vector. Tokens are rows here, and the shapes of W1 and W2 are made for x on the left."
hint = "Write down the shapes of both factors and see which axes meet."
ceiling = 0.2
flavours.GELU = ["tanh", "erf"]
flavours.FORM = ["transposed", "transposed dot", "as it is"]
"""

import math

import numpy as np

GELU = "tanh"
FORM = "transposed"
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
        if FORM == "as it is":
            return self.W2 @ gelu(self.W1 @ x + self.b1) + self.b2
        if FORM == "transposed dot":
            return self.W2.T.dot(gelu(self.W1.T.dot(x) + self.b1)) + self.b2
        return self.W2.T @ gelu(self.W1.T @ x + self.b1) + self.b2
