"""
title = "Sum of squares divided by the wrong count"
explanation = "The squared deviations are added up over the features, but then divided by the size of another axis or of the whole array (len(x), x.shape[0], x.shape[1], x.size). It comes out right only when that size happens to equal dim. A mean over the features is a sum divided by the number of features."
hint = "How many numbers did you add up for one token? Divide by exactly that many."
ceiling = 0.6
flavours.COUNT = ["first", "second", "size"]
"""

import numpy as np

COUNT = "first"


class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = eps

    def forward(self, x):
        mean = x.mean(axis=-1, keepdims=True)
        count = {"first": x.shape[0], "second": x.shape[1] if x.ndim > 1 else 1, "size": x.size}[COUNT]
        var = ((x - mean) ** 2).sum(axis=-1, keepdims=True) / count
        x_norm = (x - mean) / np.sqrt(var + self.eps)
        return self.gamma * x_norm + self.beta
