"""
title = "ReLU instead of GELU"
explanation = "The hidden layer is cut at zero (ReLU, or its square). GELU is smooth and dips slightly below zero for negative inputs; ReLU is what the 2017 transformer had, GPT-2 and BERT use GELU."
hint = "What is GELU(-1)? What does your activation give there?"
ceiling = 0.6
flavours.SQUARED = [false, true]
"""

import numpy as np


SQUARED = False


class FeedForward:
    def __init__(self, d_model, d_ff):
        self.W1 = np.random.randn(d_model, d_ff) * 0.02
        self.W2 = np.random.randn(d_ff, d_model) * 0.02
        self.b1 = np.zeros(d_ff)
        self.b2 = np.zeros(d_model)

    def forward(self, x):
        h = np.maximum(x @ self.W1 + self.b1, 0.0)
        return (h**2 if SQUARED else h) @ self.W2 + self.b2
