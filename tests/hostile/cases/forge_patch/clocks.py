"""
title = "time stands still, and the answer never comes"
requirements = ["S-23"]
exercise = "6.7"
endings = ["time_limit"]
limits = { wall_s = 1.0 }
"""
import select, signal, time
import numpy as np
sleep = time.sleep
for name in ("time", "monotonic", "perf_counter", "process_time", "clock_gettime"):
    setattr(time, name, lambda *a: 0.0)
time.sleep = select.select = lambda *a: None
signal.alarm = signal.setitimer = lambda *a: 0
print("evidence: clocks are stopped", time.time())
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma, self.beta = np.ones(dim), np.zeros(dim)
    def forward(self, x):
        sleep(3600)
