"""
title = "the inputs of later calls are overwritten through ctypes"
requirements = ["G-11"]
exercise = "6.7"
endings = ["ok", "crash"]
"""
import ctypes, gc, sys
import numpy as np
done = 0
frame = sys._getframe()
while frame:
    for tensor in frame.f_locals.get("tensors", ()) or ():
        if isinstance(tensor, np.ndarray):
            ctypes.memset(tensor.ctypes.data, 0, tensor.nbytes)
            done += 1
    frame = frame.f_back
print("evidence: overwritten", done)
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma, self.beta = np.ones(dim), np.zeros(dim)
    def forward(self, x):
        return np.zeros_like(x)
