"""
title = "infinities of both signs"
requirements = ["G-09"]
exercise = "6.7"
"""
import numpy as np
print("evidence: inf")
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma, self.beta = np.ones(dim), np.zeros(dim)
    def forward(self, x):
        return np.where(x > 0, np.inf, -np.inf)
