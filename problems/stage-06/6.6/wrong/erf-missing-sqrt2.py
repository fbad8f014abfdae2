"""
title = "The square root of 2 is missing in erf"
explanation = "Phi(z) = (1 + erf(z / sqrt(2))) / 2. With erf(z) the curve is too steep by sqrt(2)."
hint = "Phi(1) is 0.8413. What does (1 + erf(1)) / 2 give?"
ceiling = 0.6
"""

import math

import numpy as np

_erf = np.vectorize(math.erf, otypes=[float])


class FeedForward:
    def __init__(self, d_model, d_ff):
        self.W1 = np.random.randn(d_model, d_ff) * 0.02
        self.W2 = np.random.randn(d_ff, d_model) * 0.02
        self.b1 = np.zeros(d_ff)
        self.b2 = np.zeros(d_model)

    def forward(self, x):
        h = x @ self.W1 + self.b1
        return (0.5 * h * (1.0 + _erf(h))) @ self.W2 + self.b2
