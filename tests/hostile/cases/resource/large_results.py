"""
title = "eight MiB from every call"
requirements = ["S-10"]
exercise = "6.7"
endings = ["output_limit"]
"""
import numpy as np
print("evidence: large")
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma, self.beta = np.ones(dim), np.zeros(dim)
    def forward(self, x):
        return np.zeros(1 << 20)
