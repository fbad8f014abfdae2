"""
title = "The derivative of silu is used as the activation"
explanation = "The gate is s * (1 + z * (1 - s)), with s = sigma(z): that is the slope of silu, needed in a backward pass, not its value."
hint = "Evaluate your activation at 0: silu gives 0 there."
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
        return (s * (1.0 + z * (1.0 - s)) * (x @ self.W_up)) @ self.W_down
