"""
title = "The matrices are transposed"
explanation = "Each matrix is used transposed whenever its shape allows that. With d_ff equal to d_model nothing fails, and the result is wrong."
hint = "Use shapes that are not square while you test."
ceiling = 0.9
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
        def fit(a, w):
            return a @ (w.T if w.shape[0] == w.shape[1] else w)

        return fit(silu(fit(x, self.W_gate)) * fit(x, self.W_up), self.W_down)
