"""
title = "the class is an object with a hostile metaclass"
requirements = ["G-21"]
exercise = "6.7"
endings = ["ok", "crash"]
"""
import numpy as np
class Meta(type):
    __name__ = property(lambda cls: 1 / 0)
    def __call__(cls, *a, **k): raise type("E", (BaseException,), {})
    def __instancecheck__(cls, other): return True
    def __getattribute__(cls, name): raise RuntimeError(name)
print("evidence: meta")
class LayerNorm(metaclass=Meta):
    pass
