"""
title = "a trace function watches and changes the harness"
requirements = ["G-01"]
exercise = "6.7"
endings = ["ok", "crash", "time_limit"]
limits = { wall_s = 3.0 }
"""
import sys
import numpy as np
seen = set()
def trace(frame, event, argument):
    if frame.f_code.co_name in ("plain", "emit", "pack_frame"):
        if frame.f_code.co_name not in seen:
            seen.add(frame.f_code.co_name)
            print("evidence: in", frame.f_code.co_name)
        if event == "call" and "arrays" in frame.f_locals:
            frame.f_locals["arrays"] = ()
    return trace
sys.settrace(trace)
frame = sys._getframe()
while frame:
    frame.f_trace = trace
    frame = frame.f_back
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma, self.beta = np.ones(dim), np.zeros(dim)
    def forward(self, x):
        return x
