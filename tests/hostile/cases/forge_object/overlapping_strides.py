"""
title = "an array of a gigabyte made of one number by strides"
requirements = ["G-05", "S-10"]
exercise = "6.7"
"""
import numpy as np
print("evidence: strides")
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma, self.beta = np.ones(dim), np.zeros(dim)
    def forward(self, x):
        return np.broadcast_to(np.float64(0), (1 << 27,))
