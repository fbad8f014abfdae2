"""
title = "The arithmetic runs in float16"
explanation = "Values are rounded to half precision on the way, which keeps three digits. Differences between nearby inputs disappear, and with them every gradient."
hint = "Look at the dtype of each intermediate result."
ceiling = 0.9
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
        z = (x @ self.W_gate).astype(np.float16).astype(np.float64)
        return (silu(z) * (x @ self.W_up)) @ self.W_down
