"""
title = "frames whose fields have other types than they should"
requirements = ["G-05", "G-18"]
exercise = "6.7"
endings = ["ok", "crash"]
"""
import os, sys
import numpy as np
emit = sys.modules["cell.child"].emit
odd = [1, [1], {"a": [1]}, None, "x", [[1, 2]], [[], {}], {"gamma": {"missing": "shape", "found": 5}}]
for value in odd:
    emit({"frame": "loaded", "target": value, "own": value, "defined": value, "notes": value}, ())
    for rig in "0123":
        emit({"frame": "built", "rig": rig, "status": value, "error": value, "defaults": value}, ())
        emit({"frame": "bound", "rig": rig, "status": "ok", "slots": value, "shared": value}, ())
    for id_ in map(str, range(14)):
        emit({"frame": "called", "id": id_, "status": "exception", "error": {"type": value, "message": value, "line": value}}, ())
        emit({"frame": "called", "id": value, "status": value, "aliases": value, "kind": value, "found": value}, [np.ones(3, bool)])
    emit({"frame": value}, ())
print("evidence: sent")
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma, self.beta = np.ones(dim), np.zeros(dim)
    def forward(self, x):
        return np.zeros_like(x)
