"""
title = "The reduced axis is gone (keepdims missing)"
explanation = "x.mean(axis=-1) of a [2, 5, 8] array has shape [2, 5], which NumPy cannot line up with [2, 5, 8]: hence the broadcasting error. Worse, when the number of rows happens to equal dim the shapes do fit, against the wrong axis, and the numbers are silently wrong. The exercise sheet's sketch of the formula leaves this detail out, so it is an easy trap to fall into."
hint = "Broadcasting lines shapes up from the right. Keep a 1 where the features were: look for the keyword of mean and var that does this."
ceiling = 0.3
flavours.KEPT = ["neither", "mean", "variance"]
"""

import numpy as np

KEPT = "neither"


class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = eps

    def forward(self, x):
        mean = x.mean(axis=-1, keepdims=KEPT == "mean")
        var = x.var(axis=-1, keepdims=KEPT == "variance")
        x_norm = (x - mean) / np.sqrt(var + self.eps)
        return self.gamma * x_norm + self.beta
