"""
title = "Centred but not scaled"
explanation = "The mean is subtracted, but nothing is divided by the standard deviation, so rows of large numbers stay large. Taking the scale out of the activations is what keeps a deep stack of layers stable."
hint = "Normalising has two steps. One of them makes the mean 0; what does the other one do?"
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
        return self.gamma * (x - mean) + self.beta
