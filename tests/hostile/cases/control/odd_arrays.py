"""
title = "a right answer in Fortran order, byte-swapped, as a matrix subclass and read-only"
requirements = ["G-07", "G-15"]
exercise = "6.7"
min_score = 1.0
max_score = 1.0
"""
import itertools
import numpy as np
class Mine(np.ndarray): pass
turn = itertools.cycle([np.asfortranarray, lambda a: a.astype(">f8"), lambda a: a.view(Mine), lambda a: np.ma.array(a), lambda a: np.repeat(a, 2, -1)[..., ::2]])
print("evidence: odd arrays")
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma, self.beta, self.eps = np.ones(dim), np.zeros(dim), eps
    def forward(self, x):
        out = next(turn)(self.gamma * (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + self.eps) + self.beta)
        out.setflags(write=False)
        return out
