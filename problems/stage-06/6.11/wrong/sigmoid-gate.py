"""
title = "The gate is a sigmoid (GLU instead of SwiGLU)"
explanation = "The gate branch goes through sigma(z) only. That is the original gated linear unit; SwiGLU uses silu(z) = z * sigma(z), so the pre-activation itself has to appear as a factor. Around zero your gate is 0.5 where silu is 0."
hint = "What is silu(0), and what does your gate give there?"
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
        gate = 1.0 / (1.0 + np.exp(-(x @ self.W_gate)))
        return (gate * (x @ self.W_up)) @ self.W_down
