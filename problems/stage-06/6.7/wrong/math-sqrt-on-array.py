"""
title = "math.sqrt on an array"
explanation = "math.sqrt takes a single number. Given the array of variances, one for each token, it raises a TypeError. NumPy has a square root of the same name that works on every entry at once."
hint = "Where in your code is a function from math given an array?"
ceiling = 0.3
"""

import math

import numpy as np


class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = eps

    def forward(self, x):
        mean = x.mean(axis=-1, keepdims=True)
        var = x.var(axis=-1, keepdims=True)
        x_norm = (x - mean) / math.sqrt(var + self.eps)
        return self.gamma * x_norm + self.beta
