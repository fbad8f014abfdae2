"""
title = "a memory map whose file is cut off"
requirements = ["G-21"]
exercise = "6.7"
endings = ["ok", "crash"]
"""
import os
import numpy as np
print("evidence: mapped", flush=True)
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma, self.beta = np.ones(dim), np.zeros(dim)
    def forward(self, x):
        mapped = np.memmap("/tmp/m", float, "w+", shape=x.shape)
        os.truncate("/tmp/m", 0)
        return mapped
