"""
title = "A parameter is not an array"
explanation = "W1, b1, W2 or b2 is a list, a number or something else that is not a NumPy array."
hint = "Print the type of each of the four attributes."
ceiling = 0.3
symptom = "parameter-not-array"
"""

import numpy as np


class FeedForward:
    def __init__(self, d_model, d_ff):
        self.W1 = [[0.0] * d_ff for _ in range(d_model)]
        self.W2 = [[0.0] * d_model for _ in range(d_ff)]
        self.b1 = [0.0] * d_ff
        self.b2 = [0.0] * d_model

    def forward(self, x):
        return x
