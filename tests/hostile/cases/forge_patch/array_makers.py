"""
title = "np.array and its kin return zeros"
requirements = ["G-01", "G-05"]
exercise = "6.7"
endings = ["ok", "crash"]
"""
import numpy as np
zeros = lambda value, *a, **k: np.zeros(getattr(value, "shape", ()))
np.array = np.asarray = np.ascontiguousarray = np.asanyarray = zeros
print("evidence: patched", np.array(5.0))
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma, self.beta = np.ones(dim), np.zeros(dim)
    def forward(self, x):
        return np.zeros(x.shape)
