"""
title = "an error message of a hundred MiB"
requirements = ["S-09", "G-16"]
exercise = "6.7"
endings = ["ok", "memory_limit"]
"""
import numpy as np
print("evidence: large")
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma, self.beta = np.ones(dim), np.zeros(dim)
    def forward(self, x):
        raise ValueError("x" * (100 << 20))
