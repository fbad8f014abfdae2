"""
title = "ELU as activation"
explanation = "exp(z) - 1 on the negative side goes to -1; GELU returns to zero there."
hint = "What does GELU come to at -10, and what does your function?"
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
        return np.where(h > 0, h, np.expm1(np.minimum(h, 0.0))) @ self.W2 + self.b2
