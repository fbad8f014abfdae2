"""
title = "The weights are drawn anew in every call"
explanation = "forward makes its own random matrices, so nothing that was loaded or learned into the attributes is used."
hint = "Where are W_gate, W_up and W_down created, and how often does that line run?"
ceiling = 0.6
symptom = "not-repeatable-unrelated"
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
        g = np.random.randn(*self.W_gate.shape) * 0.02
        u = np.random.randn(*self.W_up.shape) * 0.02
        d = np.random.randn(*self.W_down.shape) * 0.02
        return (silu(x @ g) * (x @ u)) @ d
