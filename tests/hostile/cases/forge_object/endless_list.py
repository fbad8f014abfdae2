"""
title = "a list that contains itself"
requirements = ["G-21"]
exercise = "6.7"
endings = ["ok", "crash"]
"""
import numpy as np
knot = []
knot.append(knot)
print("evidence: a knot")
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma, self.beta = np.ones(dim), np.zeros(dim)
    def forward(self, x):
        return knot
