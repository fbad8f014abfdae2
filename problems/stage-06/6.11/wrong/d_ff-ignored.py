"""
title = "The hidden width is not d_ff"
explanation = "The matrices are made for a hidden width of 4 * d_model, whatever d_ff was handed in. The caller decides the width: LLaMA, for instance, uses about 8/3 of d_model."
hint = "Build SwiGLU_FFN(8, 20) and look at the shapes."
ceiling = 0.3
symptom = "parameter-shape"
"""

import numpy as np


def silu(z):
    return z / (1.0 + np.exp(-z))


class SwiGLU_FFN:
    def __init__(self, d_model, d_ff):
        self.W_gate = np.random.randn(d_model, 4 * d_model) * 0.02
        self.W_up = np.random.randn(d_model, 4 * d_model) * 0.02
        self.W_down = np.random.randn(4 * d_model, d_model) * 0.02

    def forward(self, x):
        return (silu(x @ self.W_gate) * (x @ self.W_up)) @ self.W_down
