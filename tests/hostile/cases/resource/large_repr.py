"""
title = "a repr of a hundred MiB"
requirements = ["S-09", "G-16"]
exercise = "6.7"
endings = ["ok", "memory_limit"]
"""
import numpy as np
class Wide:
    def __repr__(self): return "x" * (100 << 20)
    __str__ = __repr__
print("evidence: wide")
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma, self.beta = Wide(), "y" * (50 << 20)
    def forward(self, x):
        return Wide()
