"""
title = "Min-max scaling instead of normalisation"
explanation = "Each row is squeezed between its smallest and its largest entry, so that it runs from 0 to 1. That is min-max scaling; a single outlier then decides about all others. LayerNorm makes the mean 0 and the variance 1."
hint = "Two statistics of the row enter the formula, and neither is its minimum or maximum."
ceiling = 0.6
"""

import numpy as np


class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = eps

    def forward(self, x):
        low = x.min(axis=-1, keepdims=True)
        high = x.max(axis=-1, keepdims=True)
        x_norm = (x - low) / (high - low + self.eps)
        return self.gamma * x_norm + self.beta
