"""
title = "W_up is used for both branches"
explanation = "The gate multiplies with W_up as well, so W_gate has no influence at all."
hint = "Set layer.W_gate to zero: what should happen to the output, and what does?"
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
        z = x @ self.W_up
        return (silu(z) * z) @ self.W_down
