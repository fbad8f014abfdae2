"""
title = "the largest numbers there are, of changing sign"
requirements = ["G-09"]
exercise = "6.7"
"""
import itertools
import numpy as np
signs = itertools.cycle([1, -1])
print("evidence: huge")
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma, self.beta = np.ones(dim), np.zeros(dim)
    def forward(self, x):
        return np.full(x.shape, next(signs) * np.finfo(float).max)
