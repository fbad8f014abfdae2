"""
title = "tanh as activation"
explanation = "The hidden layer is squashed between -1 and 1. The tanh in GELU's approximation is only a part of it."
hint = "What does GELU(10) come to?"
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
        return np.tanh(x @ self.W1 + self.b1) @ self.W2 + self.b2
