"""
title = "Scaled by 1 + gamma"
explanation = "The row is multiplied by 1 + gamma. Some models (Gemma, for one) store the scale as its difference from 1 and start it at zero; here gamma starts at one and is the scale itself, so even a fresh layer is off by a factor of 2."
hint = "What is gamma in a layer that has just been made, and what factor should the row get then?"
ceiling = 0.6
"""

import numpy as np


class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = eps

    def forward(self, x):
        mean = x.mean(axis=-1, keepdims=True)
        var = x.var(axis=-1, keepdims=True)
        x_norm = (x - mean) / np.sqrt(var + self.eps)
        return (1.0 + self.gamma) * x_norm + self.beta
