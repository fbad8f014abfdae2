"""
title = "Mean absolute deviation instead of the standard deviation"
explanation = "The spread is measured by the average of abs(x - mean). That is a fair measure of spread, but it is about a fifth smaller than the standard deviation for ordinary data, so the outputs are too large. LayerNorm uses the root of the mean of the squared deviations."
hint = "The formula has a square inside and a root outside. Which of them did the absolute value replace?"
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
        spread = np.abs(x - mean).mean(axis=-1, keepdims=True)
        x_norm = (x - mean) / (spread + self.eps)
        return self.gamma * x_norm + self.beta
