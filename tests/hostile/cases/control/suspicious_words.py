"""
title = "a right answer full of words that a blacklist would refuse"
requirements = ["G-15"]
exercise = "6.7"
min_score = 1.0
max_score = 1.0
"""
import os, subprocess, socket, sys  # import * eval exec os.system("rm -rf /") __import__ ctypes
import numpy as np
print("evidence: os.system, eval(), exec(), pickle.loads, /etc/passwd", eval("1 + 1"), os.getpid() > 0)
class LayerNorm:
    """subprocess.Popen, open('/etc/shadow'), socket.socket()"""
    def __init__(self, dim, eps=1e-5):
        self.gamma, self.beta, self.eps = np.ones(dim), np.zeros(dim), eps
        exec("self.extra = 1")
    def forward(self, x):
        np.save("/tmp/x.npy", x)
        x = np.load("/tmp/x.npy")
        return self.gamma * (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + self.eps) + self.beta
