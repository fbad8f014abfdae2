"""
title = "The mean is added instead of subtracted"
explanation = "x + mean moves each row away from zero by its own mean once more. The spread of the rows comes out right, their centre does not."
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
        mean = x.mean(axis=-1, keepdims=True)
        var = x.var(axis=-1, keepdims=True)
        x_norm = (x + mean) / np.sqrt(var + self.eps)
        return self.gamma * x_norm + self.beta
