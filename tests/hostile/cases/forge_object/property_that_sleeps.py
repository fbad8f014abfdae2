"""
title = "the parameters are properties that never answer"
requirements = ["S-01"]
exercise = "6.7"
endings = ["time_limit"]
limits = { wall_s = 1.0 }
"""
import time
import numpy as np
print("evidence: asleep")
class LayerNorm:
    def __init__(self, dim, eps=1e-5): pass
    gamma = beta = property(lambda self: time.sleep(3600))
    def forward(self, x):
        return np.zeros_like(x)
