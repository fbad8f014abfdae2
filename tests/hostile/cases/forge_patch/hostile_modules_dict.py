"""
title = "sys.modules is no dictionary any more"
requirements = ["G-21"]
exercise = "6.7"
endings = ["ok", "crash", "exception"]
"""
import sys
import numpy as np
print("evidence: sys.modules goes", flush=True)
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma, self.beta = np.ones(dim), np.zeros(dim)
        sys.modules.clear()
    def forward(self, x):
        return x
