"""
title = "The cubic term is missing"
explanation = "tanh(sqrt(2/pi) * z) lacks the term 0.044715 z^3, which bends the curve into the shape of the normal distribution function."
hint = "Count the terms inside tanh."
ceiling = 0.6
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
        return (0.5 * h * (1.0 + np.tanh(np.sqrt(2.0 / np.pi) * h))) @ self.W2 + self.b2
