"""
title = "The hidden width is not d_ff"
explanation = "The matrices are made for a hidden width of 4 * d_model, whatever d_ff was handed in. Four times is customary, but the caller decides."
hint = "Build FeedForward(8, 20) and look at the shapes."
ceiling = 0.3
symptom = "parameter-shape"
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
        self.W1 = np.random.randn(d_model, 4 * d_model) * 0.02
        self.W2 = np.random.randn(4 * d_model, d_model) * 0.02
        self.b1 = np.zeros(4 * d_model)
        self.b2 = np.zeros(d_model)

    def forward(self, x):
        return gelu(x @ self.W1 + self.b1) @ self.W2 + self.b2
