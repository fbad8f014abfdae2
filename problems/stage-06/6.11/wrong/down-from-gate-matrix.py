"""
title = "W_gate or W_up is used for the way back"
explanation = "The product of the branches is projected down with the transpose of another matrix where W_down belongs. The shapes fit, but W_down is a matrix of its own."
hint = "Set W_down to zero. What should the layer return then, and what does yours?"
ceiling = 0.6
flavours.WHICH = ["W_gate", "W_up"]
"""

import numpy as np

WHICH = "W_gate"


def silu(z):
    return z / (1.0 + np.exp(-z))


class SwiGLU_FFN:
    def __init__(self, d_model, d_ff):
        self.W_gate = np.random.randn(d_model, d_ff) * 0.02
        self.W_up = np.random.randn(d_model, d_ff) * 0.02
        self.W_down = np.random.randn(d_ff, d_model) * 0.02

    def forward(self, x):
        return (silu(x @ self.W_gate) * (x @ self.W_up)) @ getattr(self, WHICH).T
