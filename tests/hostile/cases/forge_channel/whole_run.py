"""
title = "writes the frames of a whole run, with zeros in them, and leaves"
requirements = ["G-04", "G-05"]
exercise = "6.7"
endings = ["ok", "crash"]
"""
import os, sys
import numpy as np
child, wire = sys.modules["cell.child"], sys.modules["cell.wire"]
frame, steps, tensors = sys._getframe(), [], []
while frame:
    head = frame.f_locals.get("head")
    if isinstance(head, dict) and "steps" in head:
        steps, tensors = head["steps"], frame.f_locals["tensors"]
    frame = frame.f_back
print("evidence: forging", len(steps), flush=True)
child.emit({"frame": "loaded", "target": "class", "defined": ["LayerNorm"], "own": [], "notes": []}, ())
for step in steps:
    if step["do"] == "build":
        child.emit({"frame": "built", "rig": step["rig"], "status": "ok"}, ())
    elif step["do"] == "bind":
        child.emit({"frame": "bound", "rig": step["rig"], "status": "ok", "shared": [],
                    "slots": {s["name"]: {"how": "name", "path": s["name"], "shape": s["shape"]} for s in step["slots"]}}, ())
    elif step["do"] == "call":
        child.emit({"frame": "called", "id": step["id"], "status": "ok", "kind": "array"}, [np.zeros_like(tensors[step["inputs"][0]])])
child.emit({"frame": "done", "score": 1.0}, ())
os.write(3, wire.OVER)
os._exit(0)
