"""
title = "RMSNorm instead of LayerNorm"
explanation = "x is divided by the root of the mean of its squares, without subtracting the mean. That is RMSNorm, which LLaMA uses because it is cheaper; it agrees with LayerNorm only on rows whose mean is zero already."
hint = "LayerNorm does two things to a row before gamma. RMSNorm leaves one of them out."
ceiling = 0.6
flavours.WITH_BETA = [true, false]
"""

import numpy as np

WITH_BETA = True


class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = eps

    def forward(self, x):
        x_norm = x / np.sqrt((x**2).mean(axis=-1, keepdims=True) + self.eps)
        return self.gamma * x_norm + (self.beta if WITH_BETA else 0.0)
