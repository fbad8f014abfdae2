"""
title = "One mean and one variance for the whole array"
explanation = "Without an axis, NumPy reduces over everything, so all tokens of all sentences share one mean and one standard deviation. Rows that are larger than others stay larger; a single token in a batch changes the output of all the others. LayerNorm gives each token statistics of its own."
hint = "x.mean() is one number. How many means should there be for x of shape [batch, seq, dim]?"
ceiling = 0.6
"""

import numpy as np


class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = eps

    def forward(self, x):
        x_norm = (x - x.mean()) / np.sqrt(x.var() + self.eps)
        return self.gamma * x_norm + self.beta
