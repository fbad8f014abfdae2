"""
title = "The sigmoid is applied twice"
explanation = "The gate is z * sigma(sigma(z)). The inner value is already between 0 and 1, so the outer sigmoid hardly moves."
hint = "How often does the sigmoid appear in silu?"
ceiling = 0.6
"""

import numpy as np


def silu(z):
    return z / (1.0 + np.exp(-z))


class SwiGLU_FFN:
    def __init__(self, d_model, d_ff):
        self.W_gate = np.random.randn(d_model, d_ff) * 0.02
        self.W_up = np.random.randn(d_model, d_ff) * 0.02
        self.W_down = np.random.randn(d_ff, d_model) * 0.02

    def forward(self, x):
        z = x @ self.W_gate
        s = 1.0 / (1.0 + np.exp(-z))
        return (z / (1.0 + np.exp(-s)) * (x @ self.W_up)) @ self.W_down
