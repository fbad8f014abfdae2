"""
title = "a coroutine, a generator and a lambda in turn"
requirements = ["G-21"]
exercise = "6.7"
"""
import itertools
import numpy as np
async def later(): return 1
print("evidence: later")
turn = itertools.cycle([lambda: later(), lambda: (i for i in itertools.count()), lambda: (lambda: 1), lambda: NotImplemented, lambda: ...])
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma, self.beta = np.ones(dim), np.zeros(dim)
    def forward(self, x):
        return next(turn)()
