"""
title = "numpy is another module"
requirements = ["G-01"]
exercise = "6.7"
endings = ["ok", "crash", "exception"]
"""
import sys, types
import numpy as np
fake = types.ModuleType("numpy")
fake.__dict__.update(vars(np), array=lambda *a, **k: 0, allclose=lambda *a, **k: True)
for name in list(sys.modules):
    if name.startswith("cell.") and hasattr(sys.modules[name], "np"):
        sys.modules[name].np = fake
sys.modules["numpy"] = fake
print("evidence: numpy is", sys.modules["numpy"].array(3))
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma, self.beta = np.ones(dim), np.zeros(dim)
    def forward(self, x):
        return x
