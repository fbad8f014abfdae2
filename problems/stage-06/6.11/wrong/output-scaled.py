"""
title = "The result is divided by sqrt(d_ff)"
explanation = "A scale factor from attention or from weight initialisation is applied to the output. The formula has none."
hint = "Which factor stands before the last matrix in the formula?"
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
        return ((silu(x @ self.W_gate) * (x @ self.W_up)) @ self.W_down) / np.sqrt(self.W_gate.shape[1])
