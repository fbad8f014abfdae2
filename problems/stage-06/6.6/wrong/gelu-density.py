"""
title = "The bell curve instead of its integral"
explanation = "z is multiplied with the density of the normal distribution, exp(-z^2 / 2) / sqrt(2 pi). GELU takes the cumulative distribution Phi(z), the area under the bell curve up to z, which rises from 0 to 1."
hint = "What should your activation give for z = 5, and what does it give?"
ceiling = 0.6
flavours.NORMED = [true, false]
"""

import numpy as np


NORMED = True


class FeedForward:
    def __init__(self, d_model, d_ff):
        self.W1 = np.random.randn(d_model, d_ff) * 0.02
        self.W2 = np.random.randn(d_ff, d_model) * 0.02
        self.b1 = np.zeros(d_ff)
        self.b2 = np.zeros(d_model)

    def forward(self, x):
        h = x @ self.W1 + self.b1
        density = np.exp(-0.5 * h**2) / (np.sqrt(2.0 * np.pi) if NORMED else 1.0)
        return (h * density) @ self.W2 + self.b2
