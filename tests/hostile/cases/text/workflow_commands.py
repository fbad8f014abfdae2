"""
title = "commands of CI systems in output and messages"
requirements = ["H-10"]
exercise = "6.7"
"""
import numpy as np
lines = "\n::error file=x::owned\n::set-output name=score::1.0\n##vso[task.complete result=Succeeded]\n::stop-commands::x\n::add-mask::a"
print("evidence:", lines)
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma, self.beta = np.ones(dim), np.zeros(dim)
    def forward(self, x):
        raise ValueError(lines)
