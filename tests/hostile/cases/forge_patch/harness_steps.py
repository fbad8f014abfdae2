"""
title = "the harness's steps do nothing and say done"
requirements = ["G-01", "G-04"]
exercise = "6.7"
endings = ["ok", "crash"]
"""
import sys
import numpy as np
harness = sys.modules["cell.harness"]
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma, self.beta = np.ones(dim), np.zeros(dim)
    def forward(self, x):
        return x
harness.Steps.call = lambda self, step: self.emit({"frame": "called", "id": step["id"], "status": "ok"}, ())
harness.Steps.build = lambda self, step: self.emit({"frame": "built", "rig": step["rig"], "status": "same"}, ())
print("evidence: steps are replaced")
