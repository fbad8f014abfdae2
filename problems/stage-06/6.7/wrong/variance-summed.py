"""
title = "Sum of squares instead of their mean"
explanation = "The squared deviations are added up but not divided by their number, so each row is divided by its length (its Euclidean norm) instead of its standard deviation. The rows come out too small by the factor sqrt(dim)."
hint = "The variance of your output row, before gamma and beta, should be about 1. What is it?"
ceiling = 0.6
flavours.EPS = ["inside", "outside", "absent"]
"""

import numpy as np


EPS = "inside"


class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = eps

    def forward(self, x):
        mean = x.mean(axis=-1, keepdims=True)
        var = ((x - mean) ** 2).sum(axis=-1, keepdims=True)
        length = np.sqrt(var + self.eps) if EPS == "inside" else np.sqrt(var) + self.eps * (EPS == "outside")
        x_norm = (x - mean) / length
        return self.gamma * x_norm + self.beta
