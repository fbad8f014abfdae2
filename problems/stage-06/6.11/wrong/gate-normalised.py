"""
title = "The gate is divided by its maximum"
explanation = "The gate values are rescaled per token. silu has no normalisation; its size carries information."
hint = "Does doubling x (for large x) double your gate?"
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
        g = silu(x @ self.W_gate)
        return (g / np.abs(g).max(axis=-1, keepdims=True) * (x @ self.W_up)) @ self.W_down
