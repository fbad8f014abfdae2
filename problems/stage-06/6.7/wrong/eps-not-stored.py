"""
title = "eps is not kept by the constructor"
explanation = "forward reads self.eps, but the constructor never sets it, so Python raises an AttributeError. An argument of __init__ is gone when __init__ ends, unless it is stored on self."
hint = "Compare the names that __init__ assigns to self with the names that forward reads from self."
ceiling = 0.3
"""

import numpy as np


class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)

    def forward(self, x):
        mean = x.mean(axis=-1, keepdims=True)
        var = x.var(axis=-1, keepdims=True)
        x_norm = (x - mean) / np.sqrt(var + self.eps)
        return self.gamma * x_norm + self.beta
