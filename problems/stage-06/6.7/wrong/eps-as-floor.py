"""
title = "Epsilon as a lower bound instead of a summand"
explanation = "The code divides by the larger of the spread and eps. That also avoids the division by zero, but it is another function: for ordinary rows eps then has no effect at all, and for rows of small variance it sets in with a kink instead of smoothly. The formula adds eps to the variance, always."
hint = "Is eps in the formula an alternative to the variance, or a small amount on top of it?"
ceiling = 0.7
flavours.FLOOR = ["std", "variance"]
"""

import numpy as np

FLOOR = "std"


class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = eps

    def forward(self, x):
        mean = x.mean(axis=-1, keepdims=True)
        var = x.var(axis=-1, keepdims=True)

        if FLOOR == "std":
            spread = np.maximum(np.sqrt(var), self.eps)
        else:
            spread = np.sqrt(np.maximum(var, self.eps))
        x_norm = (x - mean) / spread
        return self.gamma * x_norm + self.beta
