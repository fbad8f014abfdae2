"""
title = "Nothing is returned"
explanation = "forward ends without a return statement (or still with pass), so Python hands back None. Printing a result or storing it on self is not returning it."
hint = "Follow forward to its last line: does it say return?"
ceiling = 0.3
symptom = "returns-none"
"""

import numpy as np


class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = eps

    def forward(self, x):
        mean = x.mean(axis=-1, keepdims=True)
        var = x.var(axis=-1, keepdims=True)
        self.out = self.gamma * (x - mean) / np.sqrt(var + self.eps) + self.beta
