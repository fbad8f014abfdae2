"""
title = "right, with one axis more"
requirements = ["G-08"]
exercise = "6.7"
"""
import numpy as np
print("evidence: axis")
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma, self.beta, self.eps = np.ones(dim), np.zeros(dim), eps
    def forward(self, x):
        out = self.gamma * (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + self.eps) + self.beta
        return out[None]
