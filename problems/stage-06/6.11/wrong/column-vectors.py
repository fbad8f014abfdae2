"""
title = "The weights multiply from the left"
explanation = "W.T @ x treats x as a column vector. Tokens are rows here, so x stands on the left; your version fits one single vector only."
hint = "Write down the shapes of both factors and see which axes meet."
ceiling = 0.2
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
        h = silu(self.W_gate.T @ x) * (self.W_up.T @ x)
        return self.W_down.T @ h
