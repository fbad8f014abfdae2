"""
title = "a right answer, slow but in time"
requirements = ["G-15", "S-01"]
exercise = "6.7"
min_score = 1.0
max_score = 1.0
"""
import time
import numpy as np
print("evidence: slow")
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        time.sleep(0.4)
        self.gamma, self.beta, self.eps = np.ones(dim), np.zeros(dim), eps
    def forward(self, x):
        return self.gamma * (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + self.eps) + self.beta
