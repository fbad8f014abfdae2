"""
title = "Normalised over axis 1 instead of the last axis"
explanation = "Axis 1 is the features only when the input is [n, dim]. For [batch, seq, dim] it is the sequence, so every feature is normalised over the tokens of its sentence, and later words leak into earlier ones. With a sequence of one token the output is just beta."
hint = "Count axes from the end: the features are the last axis however many there are in front of it."
ceiling = 0.6
"""

import numpy as np


class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = eps

    def forward(self, x):
        mean = x.mean(axis=1, keepdims=True)
        var = x.var(axis=1, keepdims=True)
        x_norm = (x - mean) / np.sqrt(var + self.eps)
        return self.gamma * x_norm + self.beta
