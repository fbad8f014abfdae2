"""
title = "Swish with another beta"
explanation = "The sigmoid inside the activation is steepened by a factor: z * sigma(beta * z) with a beta other than 1. silu is swish with beta exactly 1; with 1.702 it imitates GELU instead."
hint = "What factor stands before z inside the sigmoid of silu?"
ceiling = 0.6
flavours.BETA = [1.702, 2.0, 0.5, 1.5]
"""

import numpy as np

BETA = 1.702


class SwiGLU_FFN:
    def __init__(self, d_model, d_ff):
        self.W_gate = np.random.randn(d_model, d_ff) * 0.02
        self.W_up = np.random.randn(d_model, d_ff) * 0.02
        self.W_down = np.random.randn(d_ff, d_model) * 0.02

    def forward(self, x):
        z = x @ self.W_gate
        return (z / (1.0 + np.exp(-BETA * z)) * (x @ self.W_up)) @ self.W_down
