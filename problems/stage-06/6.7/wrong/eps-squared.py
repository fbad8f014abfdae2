"""
title = "Epsilon squared under the root"
explanation = "The code adds eps ** 2 to the variance, as if eps were a standard deviation. Some libraries define it like that, but here eps is added to the variance as it is. With eps = 1e-5 yours adds 1e-10, which no longer protects rows of small variance; with eps = 0.1 the difference is plain to see."
hint = "Put var = 0 into your formula and into the one asked for, and compare what is left under the root."
ceiling = 0.7
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
        x_norm = (x - mean) / np.sqrt(var + self.eps**2)
        return self.gamma * x_norm + self.beta
