"""
title = "asks its tracebacks where the grader lives"
requirements = ["G-16"]
exercise = "6.7"
absent = ["grader/sandbox", "site-packages/grader", ".venv"]
"""
import sys, traceback
import numpy as np
print("evidence: tracing")
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma, self.beta = np.ones(dim), np.zeros(dim)
    def forward(self, x):
        np.linalg.inv("x")
