"""
title = "claims parameters of sizes that do not fit together"
requirements = ["G-11", "G-18"]
exercise = "6.11"
"""
import sys
import numpy as np
child = sys.modules["cell.child"]
sizes = iter(range(1, 1000))
harness = sys.modules["cell.harness"]
bind = harness.Steps.bind
def lie(self, step):
    emit = self.emit
    def lying(head, arrays):
        for said in head.get("slots", {}).values():
            if said.get("shape"):
                said["shape"] = [1 + next(sizes) % 3 for _ in said["shape"]]
        emit(head, arrays)
    self.emit = lying
    bind(self, step)
    self.emit = emit
harness.Steps.bind = lie
print("evidence: lying about sizes")
class SwiGLU_FFN:
    def __init__(self, d_model, d_ff):
        self.W_gate, self.W_up, self.W_down = np.ones((d_model, d_ff)), np.ones((d_model, d_ff)), np.ones((d_ff, d_model))
    def forward(self, x):
        return np.zeros_like(x)
