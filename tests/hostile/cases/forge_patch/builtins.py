"""
title = "isinstance, len and the other builtins lie"
requirements = ["G-01"]
exercise = "6.7"
endings = ["ok", "crash", "exception"]
"""
import builtins, sys
import numpy as np
sys.stdout.write("evidence: patching builtins\n")
sys.stdout.flush()
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma, self.beta = np.ones(dim), np.zeros(dim)
    def forward(self, x):
        return np.zeros_like(x)
builtins.isinstance = builtins.callable = builtins.hasattr = lambda *a: True
builtins.abs = builtins.max = builtins.min = lambda *a, **k: 0
