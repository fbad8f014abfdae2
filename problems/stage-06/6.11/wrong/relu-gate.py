"""
title = "The gate uses ReLU (ReGLU)"
explanation = "The gate is max(z, 0). silu is smooth and lets small negative values through; with ReLU every negative pre-activation is cut to zero, and so is its gradient."
hint = "What is silu(-1)? What does your gate make of it?"
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
        return (np.maximum(x @ self.W_gate, 0.0) * (x @ self.W_up)) @ self.W_down
