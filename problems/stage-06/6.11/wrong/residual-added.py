"""
title = "x is added to the result"
explanation = "The residual connection is inside the layer. It belongs to the transformer block around it; added here as well, it would count twice."
hint = "What should the layer return when W_down is zero?"
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
        return x + (silu(x @ self.W_gate) * (x @ self.W_up)) @ self.W_down
