"""
title = "The input array is changed"
explanation = "The numbers are right, but x itself is overwritten (by x -= ..., x /= ... or x[...] = ...). NumPy hands arrays over without copying, so the caller's array changes too. In a pre-norm block, x + attention(norm(x)), the residual would then add the normalised x."
hint = "x = x - mean makes a new array; x -= mean writes into the caller's. Which of your lines writes?"
ceiling = 0.95
symptom = "input-changed"
"""

import numpy as np


class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = eps

    def forward(self, x):
        x -= x.mean(axis=-1, keepdims=True)
        x /= np.sqrt((x**2).mean(axis=-1, keepdims=True) + self.eps)
        return self.gamma * x + self.beta
