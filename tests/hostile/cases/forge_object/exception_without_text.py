"""
title = "exceptions whose text raises, never ends or is no text"
requirements = ["G-16", "G-21"]
exercise = "6.7"
endings = ["ok", "crash"]
"""
import itertools
import numpy as np
class Text(str):
    def __getitem__(self, key): raise SystemExit
    def replace(self, *a): return self
class Silent(BaseException):
    def __str__(self): raise KeyboardInterrupt
    __repr__ = __str__
class Odd(BaseException):
    def __str__(self): return Text("x" * 10)
class NoText(BaseException):
    def __str__(self): return 7
turn = itertools.cycle([Silent, NoText, Odd])
print("evidence: raising")
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma, self.beta = np.ones(dim), np.zeros(dim)
    def forward(self, x):
        raise next(turn)()
