"""
title = "Hidden units are summed before the projection"
explanation = "The hidden activations are summed to one number per token before W_down, which makes all rows of W_down alike."
hint = "What is the shape of what you multiply with W_down?"
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
        return h.sum(axis=-1, keepdims=True) * self.W_down.sum(axis=0)
