"""
title = "The result is rounded"
explanation = "The output is rounded to a few decimals. Each number is nearly right, but a rounded function is a staircase: its slope is zero almost everywhere, so nothing in front of it could be trained. Round when you print, never in what you return."
hint = "What does your layer return for x and for x + 1e-6, and what does that mean for a gradient?"
ceiling = 0.8
flavours.DECIMALS = [1, 2, 3, 4, 5, 6]
"""

import numpy as np

DECIMALS = 4


def silu(z):
    return z / (1.0 + np.exp(-z))


class SwiGLU_FFN:
    def __init__(self, d_model, d_ff):
        self.W_gate = np.random.randn(d_model, d_ff) * 0.02
        self.W_up = np.random.randn(d_model, d_ff) * 0.02
        self.W_down = np.random.randn(d_ff, d_model) * 0.02

    def forward(self, x):
        return np.round((silu(x @ self.W_gate) * (x @ self.W_up)) @ self.W_down, DECIMALS)
