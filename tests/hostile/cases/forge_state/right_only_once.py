"""
title = "right in the first call, zeros after that"
requirements = ["G-12"]
exercise = "6.7"
max_score = 0.5
"""
import numpy as np
print("evidence: once")
class LayerNorm:
    calls = 0
    def __init__(self, dim, eps=1e-5):
        self.gamma, self.beta, self.eps = np.ones(dim), np.zeros(dim), eps
    def forward(self, x):
        LayerNorm.calls += 1
        if LayerNorm.calls > 1:
            return np.zeros_like(x)
        return self.gamma * (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + self.eps) + self.beta
