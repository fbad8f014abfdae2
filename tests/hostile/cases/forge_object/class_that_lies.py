"""
title = "an object that says it is an ndarray"
requirements = ["G-05", "G-07"]
exercise = "6.7"
endings = ["ok", "crash"]
"""
import numpy as np
class Pretender:
    __class__ = np.ndarray
    shape, ndim, nbytes, dtype = (2, 5, 8), 3, 8, np.dtype(float)
    def __array__(self, *a, **k):
        return np.zeros((3000, 3000))
    def __eq__(self, other): return True
    def __getattr__(self, name): return lambda *a, **k: True
print("evidence:", isinstance(Pretender(), np.ndarray))
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma, self.beta = np.ones(dim), np.zeros(dim)
    def forward(self, x):
        return Pretender()
