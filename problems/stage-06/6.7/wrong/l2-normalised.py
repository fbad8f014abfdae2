"""
title = "Rows scaled to length 1"
explanation = "Each row is divided by its Euclidean length. The mean is left in, and the entries come out too small by about sqrt(dim). A unit vector is not a row with mean 0 and variance 1."
hint = "After this step the squares of a row add up to 1. What should they add up to?"
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
        total = (x**2).sum(axis=-1, keepdims=True)
        length = np.sqrt(total + self.eps) if EPS == "inside" else np.sqrt(total) + self.eps * (EPS == "outside")
        x_norm = x / length
        return self.gamma * x_norm + self.beta
