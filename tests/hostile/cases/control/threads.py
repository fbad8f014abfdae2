"""
title = "a right answer that computes in threads"
requirements = ["G-15", "S-05"]
exercise = "6.7"
min_score = 1.0
max_score = 1.0
"""
from concurrent.futures import ThreadPoolExecutor
import numpy as np
print("evidence: threads")
pool = ThreadPoolExecutor(4)
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma, self.beta, self.eps = np.ones(dim), np.zeros(dim), eps
    def forward(self, x):
        mean, var = pool.submit(x.mean, -1, keepdims=True), pool.submit(x.var, -1, keepdims=True)
        return self.gamma * (x - mean.result()) / np.sqrt(var.result() + self.eps) + self.beta
