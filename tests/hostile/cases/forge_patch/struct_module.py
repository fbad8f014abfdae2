"""
title = "lengths are packed wrong"
requirements = ["G-05"]
exercise = "6.7"
endings = ["ok", "crash", "output_limit"]
"""
import sys
import numpy as np
class Liar:
    size = 4
    def pack(self, *a): return b"\xff\xff\xff\x7f" * len(a)
    def unpack_from(self, *a): return (0,)
sys.modules["cell.wire"].U32 = sys.modules["cell.wire"].PREFIX = Liar()
print("evidence: patched")
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma, self.beta = np.ones(dim), np.zeros(dim)
    def forward(self, x):
        return x
