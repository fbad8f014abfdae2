"""
title = "The first call's statistics are used for ever"
explanation = "Mean and variance are computed in the first call (or in the first call with a given shape), kept on self, and used again for every later input. LayerNorm has no memory: each row is normalised with its own mean and variance, in every call."
hint = "Call forward with x, and then with 10 * x + 3. Which two results should be nearly equal?"
ceiling = 0.9
flavours.KEPT_FOR = ["every shape", "its shape", "the last shape"]
"""

import numpy as np

KEPT_FOR = "every shape"


class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = eps
        self.kept = {}

    def forward(self, x):
        key = None if KEPT_FOR == "every shape" else x.shape
        if key not in self.kept:
            if KEPT_FOR == "the last shape":
                self.kept.clear()
            self.kept[key] = x.mean(axis=-1, keepdims=True), x.var(axis=-1, keepdims=True)
        mean, var = self.kept[key]
        return self.gamma * (x - mean) / np.sqrt(var + self.eps) + self.beta
