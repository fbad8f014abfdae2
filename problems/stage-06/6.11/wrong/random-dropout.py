"""
title = "Dropout is always on"
explanation = "Hidden units are dropped at random in every call, so the same input gives another output each time. The task has no dropout; in evaluation it would be off."
hint = "Call forward twice with the same x and compare."
ceiling = 0.6
symptom = "not-repeatable"
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
        h = silu(x @ self.W_gate) * (x @ self.W_up)
        h = h * (np.random.rand(*h.shape) > 0.1) / 0.9
        return h @ self.W_down
