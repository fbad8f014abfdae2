"""
title = "The gate is normalised by a softmax"
explanation = "The gate values of one token are made to add up to one. Gating treats each hidden unit on its own; there is no competition between units."
hint = "Does silu of one entry depend on any other entry?"
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
        z = x @ self.W_gate
        e = np.exp(z - z.max(axis=-1, keepdims=True))
        return (e / e.sum(axis=-1, keepdims=True) * (x @ self.W_up)) @ self.W_down
