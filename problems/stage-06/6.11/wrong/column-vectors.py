"""
title = "The weights multiply from the wrong side, or transposed"
explanation = "The weights stand on the left of x; that fits a single column vector. Tokens are rows here, and the shapes of the three matrices are made for x on the left."
hint = "Write down the shapes of both factors and see which axes meet."
ceiling = 0.2
flavours.FORM = ["left, transposed", "left", "transposed"]
"""

import numpy as np

FORM = "left, transposed"


def silu(z):
    return z / (1.0 + np.exp(-z))


class SwiGLU_FFN:
    def __init__(self, d_model, d_ff):
        self.W_gate = np.random.randn(d_model, d_ff) * 0.02
        self.W_up = np.random.randn(d_model, d_ff) * 0.02
        self.W_down = np.random.randn(d_ff, d_model) * 0.02

    def forward(self, x):
        if FORM == "left":
            return self.W_down @ (silu(self.W_gate @ x) * (self.W_up @ x))
        if FORM == "transposed":
            return (silu(x @ self.W_gate.T) * (x @ self.W_up.T)) @ self.W_down.T
        h = silu(self.W_gate.T @ x) * (self.W_up.T @ x)
        return self.W_down.T @ h
