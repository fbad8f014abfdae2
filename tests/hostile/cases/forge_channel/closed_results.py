"""
title = "closes its results and lives on"
requirements = ["G-04", "S-01"]
exercise = "6.7"
endings = ["crash", "time_limit", "exception"]
limits = { wall_s = 2.0 }
"""
import os
import numpy as np
print("evidence: closing", flush=True)
os.close(3)
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma, self.beta = np.ones(dim), np.zeros(dim)
    def forward(self, x):
        return np.zeros_like(x)
