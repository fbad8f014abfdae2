"""
title = "destructors that never end"
requirements = ["S-01"]
exercise = "6.7"
endings = ["time_limit"]
limits = { wall_s = 1.0 }
"""
import numpy as np
print("evidence: destructors", flush=True)
class Late(np.ndarray):
    def __del__(self):
        while True:
            pass
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma, self.beta = np.ones(dim), np.zeros(dim)
    def forward(self, x):
        return x.view(Late)
