"""
title = "Gamma and beta exchanged"
explanation = "The row is multiplied by beta and gamma is added. In a fresh layer beta is 0 and gamma is 1, so every output is 1, whatever the input."
hint = "Which of the two starts at ones, and why would that be a good start for a factor?"
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
        x_norm = (x - mean) / np.sqrt(var + self.eps)
        return self.beta * x_norm + self.gamma
