"""
title = "The input array is changed"
explanation = "The numbers are right, but x is overwritten on the way. NumPy passes arrays without copying, so the caller's array changes too - and the residual connection around this layer still needs it."
hint = "x = x * 2 makes a new array; x *= 2 and x[...] = write into the caller's. Which of your lines writes?"
ceiling = 0.95
symptom = "input-changed"
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
        out = (silu(x @ self.W_gate) * (x @ self.W_up)) @ self.W_down
        x[...] = out
        return out
