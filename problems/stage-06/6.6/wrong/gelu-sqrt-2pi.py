"""
title = "sqrt(2 pi) instead of sqrt(2/pi)"
explanation = "The factor inside tanh is sqrt(2 * pi) = 2.507 where the formula has sqrt(2 / pi) = 0.798. The curve gets far too steep."
hint = "Is pi above or below the fraction bar?"
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
        return (0.5 * h * (1.0 + np.tanh(np.sqrt(2.0 * np.pi) * (h + 0.044715 * h**3)))) @ self.W2 + self.b2
