"""
title = "forged booleans for the call that is made twice"
requirements = ["G-05", "G-18"]
exercise = "6.7"
"""
import sys
import numpy as np
emit = sys.modules["cell.child"].emit
for id_ in map(str, range(60)):
    emit({"frame": "called", "id": id_, "status": "ok"}, [np.ones((2, 5, 8), bool)] * 2)
print("evidence: sent")
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma, self.beta = np.ones(dim), np.zeros(dim)
    def forward(self, x):
        return np.zeros_like(x)
