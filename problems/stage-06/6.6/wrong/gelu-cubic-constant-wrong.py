"""
title = "The cubic constant of GELU is wrong"
explanation = "The factor before z cubed is not 0.044715 (a digit or a zero too many, rounded away, or the wrong sign)."
hint = "Compare each digit and the sign with +0.044715."
ceiling = 0.9
flavours.CUBIC = [0.44715, -0.044715, 0.0044715, 0.05, 0.04, 0.4, 0.004, 0.447, 0.47715, 0.041715, 0.047715, 0.04715, 0.071]
"""

import numpy as np

CUBIC = 0.44715


class FeedForward:
    def __init__(self, d_model, d_ff):
        self.W1 = np.random.randn(d_model, d_ff) * 0.02
        self.W2 = np.random.randn(d_ff, d_model) * 0.02
        self.b1 = np.zeros(d_ff)
        self.b2 = np.zeros(d_model)

    def forward(self, x):
        h = x @ self.W1 + self.b1
        return (0.5 * h * (1.0 + np.tanh(np.sqrt(2.0 / np.pi) * (h + CUBIC * h**3)))) @ self.W2 + self.b2
