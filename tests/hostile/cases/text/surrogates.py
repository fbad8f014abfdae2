"""
title = "half surrogate pairs and undecodable bytes"
requirements = ["G-16", "G-18"]
exercise = "6.7"
"""
import os
import numpy as np
print("evidence: \ud800 \udfff", flush=True)
os.write(1, b"\xff\xfe\x80\n")
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        setattr(self, "gamma\udc80", np.ones(dim))
    def forward(self, x):
        raise type("E\ud800", (Exception,), {})("\udc80\ud800")
