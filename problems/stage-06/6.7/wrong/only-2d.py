"""
title = "Right for [n, dim] only"
explanation = "The code treats its input as a table of rows. With a sequence axis in between it either raises an error or counts everything behind the first axis (all tokens of a sentence) as one long row, so that the tokens share their mean and variance. The layer has to work for [batch, seq, dim] too, and for any number of leading axes."
hint = "Say 'the last axis' instead of 'the second axis', and let NumPy keep the reduced axis so that the shapes still fit."
ceiling = 0.6
flavours.FORM = ["flattens", "unpacks", "column"]
"""

import numpy as np

FORM = "flattens"


class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = eps

    def forward(self, x):
        if FORM == "unpacks":
            rows, dim = x.shape
        if FORM == "column":
            mean, var = x.mean(axis=-1)[:, None], x.var(axis=-1)[:, None]
        else:
            table = x.reshape(x.shape[0], -1)
            ones = (1,) * (x.ndim - 1)
            mean = table.mean(axis=1).reshape(-1, *ones)
            var = table.var(axis=1).reshape(-1, *ones)
        x_norm = (x - mean) / np.sqrt(var + self.eps)
        return self.gamma * x_norm + self.beta
