"""
title = "The branches are multiplied as matrices"
explanation = "gate @ up is a matrix product, which sums over an axis that the two branches do not share. The gate works entry by entry: each hidden feature of each token is multiplied with its own gate, with *."
hint = "gate and up have the same shape. Which product keeps that shape?"
ceiling = 0.3
flavours.FORM = ["matmul", "dot"]
"""

import numpy as np

FORM = "matmul"


def silu(z):
    return z / (1.0 + np.exp(-z))


class SwiGLU_FFN:
    def __init__(self, d_model, d_ff):
        self.W_gate = np.random.randn(d_model, d_ff) * 0.02
        self.W_up = np.random.randn(d_model, d_ff) * 0.02
        self.W_down = np.random.randn(d_ff, d_model) * 0.02

    def forward(self, x):
        gate, up = silu(x @ self.W_gate), x @ self.W_up
        return (gate @ up if FORM == "matmul" else np.dot(gate, up)) @ self.W_down
