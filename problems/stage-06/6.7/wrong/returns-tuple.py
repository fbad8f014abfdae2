"""
title = "A tuple is returned"
explanation = "forward returns several things at once, for example the output together with the mean and the variance. Whoever calls the layer expects one array. Keep what backward needs on self instead."
hint = "Look for a comma in your return line. Where else could the second part be kept?"
ceiling = 0.3
symptom = "returns-tuple"
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
        return self.gamma * (x - mean) / np.sqrt(var + self.eps) + self.beta, mean, var
