"""
title = "Leaky ReLU as activation"
explanation = "Negative values are scaled down linearly. GELU returns to zero for very negative inputs."
hint = "What does GELU come to at -10, and what does a leaky ReLU?"
ceiling = 0.6
flavours.SLOPE = [0.01, 0.1, 0.2]
"""

import numpy as np

SLOPE = 0.01


class FeedForward:
    def __init__(self, d_model, d_ff):
        self.W1 = np.random.randn(d_model, d_ff) * 0.02
        self.W2 = np.random.randn(d_ff, d_model) * 0.02
        self.b1 = np.zeros(d_ff)
        self.b2 = np.zeros(d_model)

    def forward(self, x):
        h = x @ self.W1 + self.b1
        return np.where(h > 0, h, SLOPE * h) @ self.W2 + self.b2
