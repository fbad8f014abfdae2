"""
title = "The class has another name"
explanation = "There is no class called FeedForward in the file. The block that uses this layer looks it up by name, and so does the grader; capital letters count."
hint = "Compare the name after the word class, letter by letter, with the one in the task."
ceiling = 0.3
symptom = "target-missing"
"""

import math

import numpy as np

GELU = "tanh"
_erf = np.vectorize(math.erf, otypes=[float])


def gelu(z):
    if GELU == "erf":
        return 0.5 * z * (1.0 + _erf(z / np.sqrt(2.0)))
    return 0.5 * z * (1.0 + np.tanh(np.sqrt(2.0 / np.pi) * (z + 0.044715 * z**3)))


class FFN:
    def __init__(self, d_model, d_ff):
        self.W1 = np.random.randn(d_model, d_ff) * 0.02
        self.W2 = np.random.randn(d_ff, d_model) * 0.02
        self.b1 = np.zeros(d_ff)
        self.b2 = np.zeros(d_model)

    def forward(self, x):
        return gelu(x @ self.W1 + self.b1) @ self.W2 + self.b2
