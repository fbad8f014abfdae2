"""
title = "SiLU instead of GELU"
explanation = "z * sigma(z) is SiLU (swish), the activation of LLaMA's gate. It looks like GELU but is wider: at 1 it gives 0.731 where GELU gives 0.841."
hint = "Evaluate your activation at 1."
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
        return (h / (1.0 + np.exp(-h))) @ self.W2 + self.b2
