"""
title = "erf is given z/2 instead of z/sqrt(2)"
explanation = "The argument of erf is divided by 2 where the root of 2 belongs."
hint = "Phi(1) is 0.8413. What does your formula give?"
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
        return (0.5 * h * (1.0 + _erf(h / 2.0))) @ self.W2 + self.b2
