"""
title = "an array of objects with a hostile reduce"
requirements = ["G-06", "G-07"]
exercise = "6.7"
"""
import numpy as np
class Bomb:
    def __reduce__(self): return print, ("succeeded: it was unpickled",)
    def __float__(self): return 0.0
print("evidence: objects")
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma, self.beta = np.ones(dim), np.zeros(dim)
    def forward(self, x):
        out = np.empty(x.shape, dtype=object)
        out[...] = Bomb()
        return out
