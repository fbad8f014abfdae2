"""
title = "silu is applied to x instead of to x @ W_gate"
explanation = "The activation comes before the matrix: silu(x) @ W_gate. The gate is then a linear function of the activated features and can take any size, instead of being opened and closed by the gate matrix."
hint = "In which order does the formula take the product with W_gate and silu?"
ceiling = 0.6
flavours.UP = ["plain", "activated"]
"""

import numpy as np

UP = "plain"


def silu(z):
    return z / (1.0 + np.exp(-z))


class SwiGLU_FFN:
    def __init__(self, d_model, d_ff):
        self.W_gate = np.random.randn(d_model, d_ff) * 0.02
        self.W_up = np.random.randn(d_model, d_ff) * 0.02
        self.W_down = np.random.randn(d_ff, d_model) * 0.02

    def forward(self, x):
        up = silu(x) if UP == "activated" else x
        return ((silu(x) @ self.W_gate) * (up @ self.W_up)) @ self.W_down
