"""
title = "Values are clipped"
explanation = "Entries beyond a limit are cut off. Ordinary rows never get there, since a normalised entry is at most sqrt(dim - 1), but a wide row with one outlier does, and outlier features are exactly what large language models have. Where values are cut off, the gradient is zero too."
hint = "Make a row of 40 zeros and one 60. How large may its normalised entry become?"
ceiling = 0.9
flavours.LIMIT = [1.0, 2.0, 3.0, 5.0, 10.0]
flavours.WHERE = ["normalised", "output", "input"]
"""

import numpy as np

LIMIT = 5.0
WHERE = "normalised"


class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = eps

    def forward(self, x):
        if WHERE == "input":
            x = np.clip(x, -LIMIT, LIMIT)
        mean = x.mean(axis=-1, keepdims=True)
        var = x.var(axis=-1, keepdims=True)

        x_norm = (x - mean) / np.sqrt(var + self.eps)
        if WHERE == "normalised":
            return self.gamma * np.clip(x_norm, -LIMIT, LIMIT) + self.beta
        out = self.gamma * x_norm + self.beta
        return np.clip(out, -LIMIT, LIMIT) if WHERE == "output" else out
