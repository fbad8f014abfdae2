"""
title = "The mean is not subtracted"
explanation = "x itself is divided by the standard deviation. The rows get the right spread but keep their offset: add 100 to every feature and the output moves by a lot, whereas LayerNorm's would not move at all."
hint = "Compute the mean of one row of your output before gamma and beta. What should it be?"
ceiling = 0.6
"""

import numpy as np


class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = eps

    def forward(self, x):
        var = x.var(axis=-1, keepdims=True)
        x_norm = x / np.sqrt(var + self.eps)
        return self.gamma * x_norm + self.beta
