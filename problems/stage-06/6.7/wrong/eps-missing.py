"""
title = "Epsilon forgotten"
explanation = "The code divides by sqrt(var) alone. A row whose entries are all equal has variance zero, so that is 0 / 0, which is NaN, and one NaN spreads through a whole network. On ordinary rows the lack of eps shows in the fifth digit, on rows of small variance in the first. Catching only the zero afterwards does not help those."
hint = "Try your layer on np.ones((1, 8)). What should come out, and which argument of the constructor prevents the division by zero?"
ceiling = 0.6
flavours.ZERO_ROWS = ["nan", "guarded"]
"""

import numpy as np


ZERO_ROWS = "nan"


class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = eps

    def forward(self, x):
        mean = x.mean(axis=-1, keepdims=True)
        var = x.var(axis=-1, keepdims=True)
        std = np.sqrt(var)
        if ZERO_ROWS == "guarded":
            std = np.where(std == 0.0, 1.0, std)
        x_norm = (x - mean) / std
        return self.gamma * x_norm + self.beta
