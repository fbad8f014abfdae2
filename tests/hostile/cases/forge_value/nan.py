"""
title = "nothing but NaN"
requirements = ["G-09"]
exercise = "6.7"
"""
import numpy as np
print("evidence: nan")
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma, self.beta = np.ones(dim), np.zeros(dim)
    def forward(self, x):
        return np.full(x.shape, np.nan)
