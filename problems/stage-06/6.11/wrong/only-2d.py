"""
title = "Only two axes are handled"
explanation = "The input is taken apart or flattened to [n, d_model], so a batch of sequences fails or comes back flat. Matrix multiplication with @ handles any number of leading axes by itself."
hint = "What is x.shape in a transformer: how many axes?"
ceiling = 0.4
flavours.FORM = ["unpacks", "flattens"]
"""

import numpy as np

FORM = "unpacks"


def silu(z):
    return z / (1.0 + np.exp(-z))


class SwiGLU_FFN:
    def __init__(self, d_model, d_ff):
        self.W_gate = np.random.randn(d_model, d_ff) * 0.02
        self.W_up = np.random.randn(d_model, d_ff) * 0.02
        self.W_down = np.random.randn(d_ff, d_model) * 0.02

    def forward(self, x):
        if FORM == "flattens":
            x = x.reshape(-1, x.shape[-1])
        n, d = x.shape
        return (silu(x @ self.W_gate) * (x @ self.W_up)) @ self.W_down
