"""
title = "The square root is taken twice"
explanation = "np.std is already the square root of the variance; taking np.sqrt of it again divides by the fourth root of the variance. Outputs then still grow with the scale of the input."
hint = "Which of np.var and np.std belongs under a root?"
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
        std = x.std(axis=-1, keepdims=True)
        x_norm = (x - mean) / np.sqrt(std + self.eps)
        return self.gamma * x_norm + self.beta
