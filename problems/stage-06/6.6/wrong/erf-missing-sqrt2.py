"""
title = "The square root of 2 is missing or on the wrong side in erf"
explanation = "Phi(z) = (1 + erf(z / sqrt(2))) / 2. With erf(z) the curve is too steep by sqrt(2), with erf(z * sqrt(2)) by 2."
hint = "Phi(1) is 0.8413. What does your Phi give?"
ceiling = 0.6
flavours.FACTOR = [1.0, 1.4142135623730951]
"""

import math

import numpy as np

FACTOR = 1.0
_erf = np.vectorize(math.erf, otypes=[float])


class FeedForward:
    def __init__(self, d_model, d_ff):
        self.W1 = np.random.randn(d_model, d_ff) * 0.02
        self.W2 = np.random.randn(d_ff, d_model) * 0.02
        self.b1 = np.zeros(d_ff)
        self.b2 = np.zeros(d_model)

    def forward(self, x):
        h = x @ self.W1 + self.b1
        return (0.5 * h * (1.0 + _erf(FACTOR * h))) @ self.W2 + self.b2
