"""
title = "The gate uses GELU (GEGLU)"
explanation = "The gate is activated with GELU. That layer exists and is called GEGLU; SwiGLU takes silu, which is wider around zero: at z = 1 GELU gives 0.841 and silu 0.731."
hint = "Look up which activation the Sw in SwiGLU stands for."
ceiling = 0.6
flavours.GELU = ["tanh", "erf"]
"""

import math

import numpy as np

GELU = "tanh"
_erf = np.vectorize(math.erf, otypes=[float])


def gelu(z):
    if GELU == "erf":
        return 0.5 * z * (1.0 + _erf(z / np.sqrt(2.0)))
    return 0.5 * z * (1.0 + np.tanh(np.sqrt(2.0 / np.pi) * (z + 0.044715 * z**3)))


class SwiGLU_FFN:
    def __init__(self, d_model, d_ff):
        self.W_gate = np.random.randn(d_model, d_ff) * 0.02
        self.W_up = np.random.randn(d_model, d_ff) * 0.02
        self.W_down = np.random.randn(d_ff, d_model) * 0.02

    def forward(self, x):
        return (gelu(x @ self.W_gate) * (x @ self.W_up)) @ self.W_down
