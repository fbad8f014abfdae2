"""
title = "structured, text and date arrays in turn"
requirements = ["G-07"]
exercise = "6.7"
"""
import itertools
import numpy as np
kinds = itertools.cycle([[("a", "<f8")], "U3", "M8[s]", "V8", "S2", "c16", "?"])
print("evidence: structured")
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma, self.beta = np.ones(dim), np.zeros(dim)
    def forward(self, x):
        return np.zeros(x.shape, dtype=next(kinds))
