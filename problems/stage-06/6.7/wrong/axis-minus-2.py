"""
title = "Normalised over the axis before the last"
explanation = "Axis -2 is the one in front of the features: the tokens of a sequence. Each feature is therefore normalised over the tokens, and not each token over its features; the result for one token changes when the others do."
hint = "Of the shape [batch, seq, dim], which index, counted from the end, is dim?"
ceiling = 0.6
"""

import numpy as np


class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = eps

    def forward(self, x):
        mean = x.mean(axis=-2, keepdims=True)
        var = x.var(axis=-2, keepdims=True)
        x_norm = (x - mean) / np.sqrt(var + self.eps)
        return self.gamma * x_norm + self.beta
