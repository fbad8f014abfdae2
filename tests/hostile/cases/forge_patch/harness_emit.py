"""
title = "the harness's own emit reports success"
requirements = ["G-01", "G-04"]
exercise = "6.7"
endings = ["ok", "crash"]
"""
import gc, sys
import numpy as np
child = sys.modules["cell.child"]
emit = child.emit
def kind(head, arrays):
    emit({**head, "status": "ok", "passed": True, "score": 1.0}, [np.zeros_like(a) for a in arrays])
for thing in gc.get_objects():
    if type(thing).__name__ == "Steps":
        thing.emit = kind
frame = sys._getframe()
while frame:
    if "emit" in frame.f_locals:
        print("evidence: found", frame.f_code.co_qualname)
    frame = frame.f_back
child.emit = kind
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma, self.beta = np.ones(dim), np.zeros(dim)
        for thing in gc.get_objects():
            if type(thing).__name__ == "Steps":
                thing.emit = kind
    def forward(self, x):
        return np.zeros_like(x)
