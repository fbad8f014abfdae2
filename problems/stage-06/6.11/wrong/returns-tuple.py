"""
title = "A tuple is returned"
explanation = "forward hands back the output together with intermediate results. The next layer expects one array; keep what you need for a backward pass on self."
hint = "What is type(layer.forward(x))?"
ceiling = 0.0
symptom = "returns-tuple"
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
        g, u = silu(x @ self.W_gate), x @ self.W_up
        return (g * u) @ self.W_down, (g, u)
