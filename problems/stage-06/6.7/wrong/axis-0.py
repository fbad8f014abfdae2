"""
title = "Normalised over the batch (axis 0)"
explanation = "The mean and the variance are taken down axis 0, so each feature is normalised over the examples: what one token becomes depends on what else happens to be in the batch, and a batch of one row comes out as beta alone. LayerNorm lets every token stand on its own: its statistics run over its own features."
hint = "Pick one token: which numbers may its output depend on? The axis to reduce over is the one that holds exactly those."
ceiling = 0.6
"""

import numpy as np


class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = eps

    def forward(self, x):
        mean = x.mean(axis=0)
        var = x.var(axis=0)
        x_norm = (x - mean) / np.sqrt(var + self.eps)
        return self.gamma * x_norm + self.beta
