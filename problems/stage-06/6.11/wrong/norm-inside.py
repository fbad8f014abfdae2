"""
title = "There is a normalisation inside"
explanation = "The input (or the result) is normalised, by its root mean square or by mean and variance. That is the business of the block around this layer, not of the layer."
hint = "Does the formula contain a mean or a root?"
ceiling = 0.6
flavours.KIND = ["rms", "layer"]
flavours.EPS = [1e-6, 1e-5]
"""

import numpy as np

KIND = "rms"
EPS = 1e-6


def silu(z):
    return z / (1.0 + np.exp(-z))


class SwiGLU_FFN:
    def __init__(self, d_model, d_ff):
        self.W_gate = np.random.randn(d_model, d_ff) * 0.02
        self.W_up = np.random.randn(d_model, d_ff) * 0.02
        self.W_down = np.random.randn(d_ff, d_model) * 0.02

    def forward(self, x):
        centred = x - x.mean(axis=-1, keepdims=True) if KIND == "layer" else x
        x = centred / np.sqrt((centred**2).mean(axis=-1, keepdims=True) + EPS)
        return (silu(x @ self.W_gate) * (x @ self.W_up)) @ self.W_down
