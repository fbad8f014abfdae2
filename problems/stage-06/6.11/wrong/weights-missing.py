"""
title = "A weight matrix is missing"
explanation = "At least one of W_gate, W_up and W_down is not an attribute of the object under that name, so nobody can load weights into the layer. The names are part of the task."
hint = "Print vars(SwiGLU_FFN(4, 8)).keys(): are all three names there?"
ceiling = 0.3
symptom = "parameter-missing"
"""

import numpy as np


def silu(z):
    return z / (1.0 + np.exp(-z))


class SwiGLU_FFN:
    def __init__(self, d_model, d_ff):
        self.a = np.random.randn(d_model, d_ff) * 0.02
        self.b = np.random.randn(d_model, d_ff) * 0.02
        self.c = np.random.randn(d_ff, d_model) * 0.02

    def forward(self, x):
        return (silu(x @ self.a) * (x @ self.b)) @ self.c
