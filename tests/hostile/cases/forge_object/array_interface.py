"""
title = "an array interface that points nowhere"
requirements = ["G-21"]
exercise = "6.7"
endings = ["ok", "crash"]
"""
import numpy as np
class Wild:
    __array_interface__ = {"shape": (1 << 20,), "typestr": "<f8", "data": (16, False), "version": 3}
class Wilder(list):
    def __array__(self, *a, **k): return np.asarray(Wild())
print("evidence: wild", flush=True)
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma, self.beta = np.ones(dim), np.zeros(dim)
    def forward(self, x):
        return Wilder([Wild()])
