"""
title = "Tokens are averaged"
explanation = "A mean over the sequence axis slips in, so every position gets the same value. The layer works on each position on its own."
hint = "Change one token of the input: may any other position's output change?"
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
        h = silu(x @ self.W_gate) * (x @ self.W_up)
        return (h.mean(axis=-2, keepdims=True) + np.zeros_like(h)) @ self.W_down
