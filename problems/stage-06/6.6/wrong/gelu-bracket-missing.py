"""
title = "The bracket around 1 + tanh is missing"
explanation = "Without the bracket 0.5 * z multiplies only the 1, and tanh is added by itself: 0.5 z + tanh(...). The activation then does not approach z for large z, nor zero for very negative z."
hint = "What does your activation give at 10 and at -10?"
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
        return (0.5 * h * 1.0 + np.tanh(np.sqrt(2.0 / np.pi) * (h + 0.044715 * h**3))) @ self.W2 + self.b2
