"""
title = "x - mean / std: parentheses missing"
explanation = "Division binds tighter than subtraction, so x - mean / sqrt(var + eps) divides only the mean and subtracts the result from the untouched x. The rows keep their scale."
hint = "Put the numbers of one row in by hand, in the order in which Python works the expression out."
ceiling = 0.6
flavours.GAMMA = ["after", "on x only"]
"""

import numpy as np


GAMMA = "after"


class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = eps

    def forward(self, x):
        mean = x.mean(axis=-1, keepdims=True)
        var = x.var(axis=-1, keepdims=True)
        if GAMMA == "on x only":
            return self.gamma * x - mean / np.sqrt(var + self.eps) + self.beta
        x_norm = x - mean / np.sqrt(var + self.eps)
        return self.gamma * x_norm + self.beta
