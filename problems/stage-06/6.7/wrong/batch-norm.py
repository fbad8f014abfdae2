"""
title = "BatchNorm: statistics over every axis but the last"
explanation = "The statistics run over batch and sequence together and leave one mean for each feature. That is batch normalisation (in training mode): tokens depend on each other and a batch of one token becomes beta. Layer normalisation is the other way round, one mean for each token, over its features."
hint = "Look at the shape of the mean: BatchNorm keeps [dim], LayerNorm keeps [batch, seq] (with a 1 for the features)."
ceiling = 0.6
"""

import numpy as np


class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = eps

    def forward(self, x):
        axes = tuple(range(x.ndim - 1))
        mean = x.mean(axis=axes, keepdims=True)
        var = x.var(axis=axes, keepdims=True)
        x_norm = (x - mean) / np.sqrt(var + self.eps)
        return self.gamma * x_norm + self.beta
