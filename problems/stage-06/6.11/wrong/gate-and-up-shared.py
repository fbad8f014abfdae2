"""
title = "Gate and up are the same matrix"
explanation = "W_gate and W_up are two names for one array, so whatever is loaded into one is in both. SwiGLU has three independent matrices; that is where its extra parameters come from."
hint = "Change one entry of layer.W_gate. Does layer.W_up change too?"
ceiling = 0.6
symptom = "parameters-share-memory"
"""

import numpy as np


def silu(z):
    return z / (1.0 + np.exp(-z))


class SwiGLU_FFN:
    def __init__(self, d_model, d_ff):
        self.W_gate = np.random.randn(d_model, d_ff) * 0.02
        self.W_up = self.W_gate
        self.W_down = np.random.randn(d_ff, d_model) * 0.02

    def forward(self, x):
        return (silu(x @ self.W_gate) * (x @ self.W_up)) @ self.W_down
