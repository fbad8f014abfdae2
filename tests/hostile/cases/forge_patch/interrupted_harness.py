"""
title = "a timer raises inside the harness"
requirements = ["G-21"]
exercise = "6.7"
endings = ["ok", "crash", "exception"]
"""
import signal
import numpy as np
def ring(*_):
    raise KeyboardInterrupt("evidence")
signal.signal(signal.SIGALRM, ring)
print("evidence: the timer runs")
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma, self.beta = np.ones(dim), np.zeros(dim)
        signal.setitimer(signal.ITIMER_REAL, 1e-3, 1e-3)
    def forward(self, x):
        return x
