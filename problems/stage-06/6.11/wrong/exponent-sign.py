"""
title = "The sign in the sigmoid is wrong"
explanation = "exp(z) instead of exp(-z) turns sigma(z) into sigma(-z), so the gate opens for negative values and closes for positive ones."
hint = "silu(5) is close to 5. What is yours?"
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
        return (z / (1.0 + np.exp(z)) * (x @ self.W_up)) @ self.W_down
