"""
title = "the same, written as frames past the harness's cleaning"
requirements = ["G-16"]
exercise = "6.7"
"""
import sys
import numpy as np
emit = sys.modules["cell.child"].emit
evil = "\u202e\u2066\x9b31m\x7f" + "A" * 10000
for rig in "0123":
    emit({"frame": "built", "rig": rig, "status": "exception", "error": {"type": evil, "message": evil, "line": 10**19}}, ())
    emit({"frame": "bound", "rig": rig, "status": "ok", "slots": {"gamma": {"missing": "shape", "path": evil, "found": evil}, evil: {"how": "name", "path": evil}}}, ())
for id_ in "0123456789":
    emit({"frame": "called", "id": id_, "status": "bad_return", "kind": evil, "found": evil}, ())
print("evidence: sent")
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        pass
    def forward(self, x):
        return evil
