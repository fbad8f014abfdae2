"""
title = "Gamma and beta applied before normalising"
explanation = "gamma and beta are applied to x and the result is normalised. Normalising afterwards takes much of their effect away again: a common factor or a common offset disappears altogether. They are there to give the layer back a scale and a shift after normalising."
hint = "Multiply all of gamma by 10. With the right order the output's spread grows tenfold. Does yours?"
ceiling = 0.6
"""

import numpy as np


class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = eps

    def forward(self, x):
        z = self.gamma * x + self.beta
        mean = z.mean(axis=-1, keepdims=True)
        var = z.var(axis=-1, keepdims=True)
        return (z - mean) / np.sqrt(var + self.eps)
