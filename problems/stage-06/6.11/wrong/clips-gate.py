"""
title = "The pre-activation itself is clipped"
explanation = "z is clipped before silu, so large gate values are cut off. Only the exponent needs care against overflow; z as a factor must stay what it is."
hint = "silu(20) is about 20. What is yours?"
ceiling = 0.9
flavours.LIMIT = [5.0, 10.0, 20.0]
"""

import numpy as np

LIMIT = 10.0


def silu(z):
    return z / (1.0 + np.exp(-z))


class SwiGLU_FFN:
    def __init__(self, d_model, d_ff):
        self.W_gate = np.random.randn(d_model, d_ff) * 0.02
        self.W_up = np.random.randn(d_model, d_ff) * 0.02
        self.W_down = np.random.randn(d_ff, d_model) * 0.02

    def forward(self, x):
        z = np.clip(x @ self.W_gate, -LIMIT, LIMIT)
        return (silu(z) * (x @ self.W_up)) @ self.W_down
