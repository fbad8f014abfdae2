"""
title = "eight megabytes of denormal numbers in every call"
requirements = ["S-24", "G-08"]
exercise = "6.7"
endings = ["ok", "output_limit"]
"""
import numpy as np
print("evidence: denormal")
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma, self.beta = np.ones(dim), np.zeros(dim)
    def forward(self, x):
        return np.full(1 << 17, 5e-324)
