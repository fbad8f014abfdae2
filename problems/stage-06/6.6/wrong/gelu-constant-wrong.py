"""
title = "A constant of the tanh GELU is wrong"
explanation = "The tanh approximation stands or falls with its two constants, sqrt(2/pi) = 0.797885 and 0.044715. One of yours is another number, such as 2/pi without the root."
hint = "Evaluate your activation at 1: it should be 0.8412."
ceiling = 0.9
"""

import numpy as np

ROOT = 2.0 / np.pi
CUBIC = 0.044715


class FeedForward:
    def __init__(self, d_model, d_ff):
        self.W1 = np.random.randn(d_model, d_ff) * 0.02
        self.W2 = np.random.randn(d_ff, d_model) * 0.02
        self.b1 = np.zeros(d_ff)
        self.b2 = np.zeros(d_model)

    def forward(self, x):
        h = x @ self.W1 + self.b1
        return (0.5 * h * (1.0 + np.tanh(ROOT * (h + CUBIC * h**3)))) @ self.W2 + self.b2
