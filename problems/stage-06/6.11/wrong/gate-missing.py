"""
title = "The gate branch is missing"
explanation = "Only the up branch is projected down; W_gate is never used."
hint = "Count the matrices that your forward multiplies with."
ceiling = 0.6
flavours.ACTIVATED = [true, false]
"""

import numpy as np

ACTIVATED = True


def silu(z):
    return z / (1.0 + np.exp(-z))


class SwiGLU_FFN:
    def __init__(self, d_model, d_ff):
        self.W_gate = np.random.randn(d_model, d_ff) * 0.02
        self.W_up = np.random.randn(d_model, d_ff) * 0.02
        self.W_down = np.random.randn(d_ff, d_model) * 0.02

    def forward(self, x):
        up = x @ self.W_up
        return (silu(up) if ACTIVATED else up) @ self.W_down
