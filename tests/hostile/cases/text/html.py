"""
title = "HTML in a class name, a message, an attribute and the output"
requirements = ["H-10"]
exercise = "6.7"
"""
import numpy as np
tag = "<script>alert(1)</script><img src=x onerror=alert(1)>"
print("evidence:", tag)
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        setattr(self, tag + "gamma", np.ones(dim))
        self.gamma = tag
    def forward(self, x):
        raise type(tag, (Exception,), {})(tag)
