"""
title = "The root multiplies z only"
explanation = "sqrt(2/pi) multiplies z, but not the cubic term: the bracket is missing."
hint = "Where does the bracket after sqrt(2/pi) open and close?"
ceiling = 0.9
"""

import numpy as np


class FeedForward:
    def __init__(self, d_model, d_ff):
        self.W1 = np.random.randn(d_model, d_ff) * 0.02
        self.W2 = np.random.randn(d_ff, d_model) * 0.02
        self.b1 = np.zeros(d_ff)
        self.b2 = np.zeros(d_model)

    def forward(self, x):
        h = x @ self.W1 + self.b1
        return (0.5 * h * (1.0 + np.tanh(np.sqrt(2.0 / np.pi) * h + 0.044715 * h**3))) @ self.W2 + self.b2
