"""
title = "The gate uses softplus"
explanation = "log(1 + exp(z)) is softplus, a smooth ReLU that never becomes negative. silu is z * sigmoid(z), which dips below zero for negative z."
hint = "What does your gate give at 0? silu gives 0 there."
ceiling = 0.6
"""

import numpy as np


class SwiGLU_FFN:
    def __init__(self, d_model, d_ff):
        self.W_gate = np.random.randn(d_model, d_ff) * 0.02
        self.W_up = np.random.randn(d_model, d_ff) * 0.02
        self.W_down = np.random.randn(d_ff, d_model) * 0.02

    def forward(self, x):
        return (np.log1p(np.exp(x @ self.W_gate)) * (x @ self.W_up)) @ self.W_down
