"""
title = "parameters that are frozen, shared and overlapping"
requirements = ["G-11"]
exercise = "6.7"
"""
import numpy as np
print("evidence: frozen")
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        one = np.zeros(dim + 1)
        self.gamma, self.beta = one[:-1], one[1:]
    def forward(self, x):
        self.gamma.setflags(write=False)
        return np.broadcast_to(self.beta, x.shape)
