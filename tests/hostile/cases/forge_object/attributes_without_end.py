"""
title = "every attribute of the object is another object"
requirements = ["S-01", "G-21"]
exercise = "6.7"
endings = ["ok", "time_limit", "memory_limit", "crash"]
limits = { wall_s = 2.0, cpu_s = 2 }
"""
import numpy as np
class Node:
    def __init__(self): pass
    def __getattr__(self, name): return Node()
    @property
    def __dict__(self): return {f"gamma{i}": Node() for i in range(1000)} | {"gamma": self, "weight": self}
print("evidence: growing")
class LayerNorm(Node):
    def __init__(self, dim, eps=1e-5): pass
    def forward(self, x):
        return np.zeros_like(x)
