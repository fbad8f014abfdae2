"""
title = "The 1 in the denominator is missing"
explanation = "z / exp(-z) leaves out the 1 of 1 + exp(-z); the gate explodes instead of levelling off."
hint = "Write out 1 / (1 + exp(-z)) and compare term by term."
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
        return (z / np.exp(-z) * (x @ self.W_up)) @ self.W_down
