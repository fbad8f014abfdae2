"""
title = "an exception whose text takes for ever"
requirements = ["S-01", "G-16"]
exercise = "6.7"
endings = ["time_limit"]
limits = { wall_s = 1.0 }
"""
import time
import numpy as np
class Slow(Exception):
    def __str__(self):
        time.sleep(3600)
print("evidence: raising")
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma, self.beta = np.ones(dim), np.zeros(dim)
    def forward(self, x):
        raise Slow
