"""
title = "the harness's array maker returns what it likes"
requirements = ["G-01"]
exercise = "6.7"
endings = ["ok", "crash"]
"""
import sys
import numpy as np
harness = sys.modules["cell.harness"]
harness.plain = lambda value, most: (np.zeros(np.shape(value)), "array")
harness.describe = lambda error: {"type": 1, "message": ["x"], "line": "one"}
print("evidence: plain is replaced")
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma, self.beta = np.ones(dim), np.zeros(dim)
    def forward(self, x):
        return x
