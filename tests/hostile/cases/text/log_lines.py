"""
title = "lines that look like log entries and spreadsheet formulas"
requirements = ["H-10"]
exercise = "6.7"
"""
import numpy as np
line = '=HYPERLINK("http://192.0.2.1")\n{"event": "worker.finished", "score": 1.0, "level": "error"}\r\n+1+1\n@SUM(1)\n-1\n\t=1'
print("evidence:", line)
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma, self.beta = np.ones(dim), np.zeros(dim)
    def forward(self, x):
        raise ValueError(line)
