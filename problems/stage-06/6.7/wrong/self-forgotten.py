"""
title = "A name that does not exist: self. or np. forgotten"
explanation = "forward uses a plain name (gamma, beta, eps or sqrt) that Python does not know there, hence the NameError. What belongs to the layer is reached through self, and the square root is NumPy's. The formula in the task is mathematics, not finished Python."
hint = "The error message quotes the name. Does it belong to the layer (self.) or to NumPy (np.)?"
ceiling = 0.3
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
        x_norm = (x - mean) / np.sqrt(var + eps)
        return gamma * x_norm + beta
