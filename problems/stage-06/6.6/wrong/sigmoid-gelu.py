"""
title = "Quick GELU: x * sigmoid(1.702 x)"
explanation = "The GELU paper mentions z * sigma(1.702 z) as a rough shortcut (CLIP uses it), but it is off by up to 0.02 for each unit. The statement asks for GELU itself, exact or with tanh."
hint = "Compare your activation at -2.27 with the exact one."
ceiling = 0.9
credit = 0.3
flavours.FACTOR = [1.702, 1.7]
"""

import numpy as np


FACTOR = 1.702


class FeedForward:
    def __init__(self, d_model, d_ff):
        self.W1 = np.random.randn(d_model, d_ff) * 0.02
        self.W2 = np.random.randn(d_ff, d_model) * 0.02
        self.b1 = np.zeros(d_ff)
        self.b2 = np.zeros(d_model)

    def forward(self, x):
        h = x @ self.W1 + self.b1
        return (h / (1.0 + np.exp(-FACTOR * h))) @ self.W2 + self.b2
