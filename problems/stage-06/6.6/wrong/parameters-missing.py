"""
title = "A parameter is missing"
explanation = "At least one of W1, b1, W2 and b2 is not an attribute of the object under that name, so nobody can load weights into the layer. The names are part of the task."
hint = "Print vars(FeedForward(4, 8)).keys(): are all four names there?"
ceiling = 0.3
symptom = "parameter-missing"
"""

import numpy as np


class FeedForward:
    def __init__(self, d_model, d_ff):
        self.a = np.eye(d_model)

    def forward(self, x):
        return x @ self.a
