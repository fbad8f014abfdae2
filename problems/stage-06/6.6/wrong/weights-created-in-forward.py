"""
title = "The weights are drawn anew in every call"
explanation = "forward makes its own random matrices, so nothing that was loaded or learned into the attributes is used."
hint = "Where are W1 and W2 created, and how often does that line run?"
ceiling = 0.6
symptom = "not-repeatable-unrelated"
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
        w1 = np.random.randn(*self.W1.shape) * 0.02
        w2 = np.random.randn(*self.W2.shape) * 0.02
        return gelu(x @ w1 + self.b1) @ w2
