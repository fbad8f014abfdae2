"""
title = "The gate multiplies with its mean instead of itself"
explanation = "The sigmoid of the pre-activation is right, but the factor before it is the mean over the hidden units, not the pre-activation of each unit."
hint = "silu acts entry by entry: which entry stands before the sigmoid?"
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
        return (z.mean(axis=-1, keepdims=True) * s * (x @ self.W_up)) @ self.W_down
