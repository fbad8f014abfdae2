"""
title = "Mean and variance over different axes"
explanation = "One of the two statistics is taken over the features, the other over the batch or over the whole array. The rows are then centred but not brought to variance 1 (or the reverse). Both describe the same thing, one token, so both must be taken over the same numbers."
hint = "Print mean.shape and var.shape side by side: they should be the same."
ceiling = 0.6
flavours.FORM = ["variance over batch", "variance over all", "mean over batch", "mean over all"]
"""

import numpy as np

FORM = "variance over batch"


class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = eps

    def forward(self, x):
        mean_axis, variance_axis = {
            "variance over batch": (-1, 0),
            "variance over all": (-1, None),
            "mean over batch": (0, -1),
            "mean over all": (None, -1),
        }[FORM]
        mean = x.mean(axis=mean_axis, keepdims=True)
        var = x.var(axis=variance_axis, keepdims=True)
        x_norm = (x - mean) / np.sqrt(var + self.eps)
        return self.gamma * x_norm + self.beta
