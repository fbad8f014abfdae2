"""
title = "control sequences for a terminal, in every place that is shown"
requirements = ["G-16"]
exercise = "6.7"
"""
import sys
import numpy as np
evil = "\x1b]0;owned\x07\x1b[2J\x1b[31m\x9b31m\x08\x7f\r\x00\u202e\u2066\u200f\ufeff"
print("evidence:", evil)
sys.stderr.write(evil)
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = evil
    def forward(self, x):
        raise type("E" + evil, (Exception,), {})(evil)
