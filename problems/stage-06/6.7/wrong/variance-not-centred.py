"""
title = "Mean of x squared taken for the variance"
explanation = "The row is centred, but it is divided by the root of mean(x ** 2), which is not the variance unless the mean is zero: the variance is the mean of the squared *deviations*. Rows with an offset come out too small."
hint = "What is the variance of [5, 5, 5, 5]? What does your expression give?"
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
        var = (x**2).mean(axis=-1, keepdims=True)
        x_norm = (x - mean) / np.sqrt(var + self.eps)
        return self.gamma * x_norm + self.beta
