"""
title = "E[x^2] + E[x]^2: the sign in the variance"
explanation = "The short cut for the variance is the mean of the squares *minus* the square of the mean. With a plus it grows with the offset of the row, whereas shifting all numbers must leave the variance as it is."
hint = "Try the formula on a constant row, where the variance has to be zero."
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
        var = (x**2).mean(axis=-1, keepdims=True) + mean**2
        x_norm = (x - mean) / np.sqrt(var + self.eps)
        return self.gamma * x_norm + self.beta
