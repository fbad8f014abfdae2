"""
title = "a right answer that needs 150 MiB"
requirements = ["G-15", "S-03"]
exercise = "6.7"
min_score = 1.0
max_score = 1.0
"""
import numpy as np
print("evidence: memory", np.ones(150 << 17).sum())
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma, self.beta, self.eps = np.ones(dim), np.zeros(dim), eps
    def forward(self, x):
        return self.gamma * (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + self.eps) + self.beta
