"""
title = "The activation is on the up branch"
explanation = "silu is applied to x @ W_up, and x @ W_gate is left linear. With freshly drawn weights the two matrices look interchangeable, but a trained checkpoint knows which is which: the gate is the one that passes through silu."
hint = "Which of the two branches is called the gate, and which one does the formula activate?"
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
        return ((x @ self.W_gate) * silu(x @ self.W_up)) @ self.W_down
