"""
title = "leaves sixty sleeping threads behind"
requirements = ["S-05", "S-21"]
exercise = "6.7"
"""
import threading, time
import numpy as np
threading.stack_size(64 << 10)
started = 0
try:
    for started in range(60):
        threading.Thread(target=time.sleep, args=(3600,)).start()
except (RuntimeError, MemoryError):
    pass
print("evidence: threads", started)
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma, self.beta = np.ones(dim), np.zeros(dim)
    def forward(self, x):
        return np.zeros_like(x)
