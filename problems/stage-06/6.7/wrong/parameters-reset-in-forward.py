"""
title = "The layer is initialised again in every forward"
explanation = "forward sets gamma, beta (and eps) back to their initial values before it uses them. Whatever was learned or loaded is thrown away at each call, and an eps given to the constructor is lost as well. Construction happens once; forward only reads."
hint = "Write a value into layer.gamma, call forward, and look at layer.gamma again."
ceiling = 0.6
"""

import numpy as np


class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = eps

    def forward(self, x):
        self.__init__(x.shape[-1])
        mean = x.mean(axis=-1, keepdims=True)
        var = x.var(axis=-1, keepdims=True)
        x_norm = (x - mean) / np.sqrt(var + self.eps)
        return self.gamma * x_norm + self.beta
