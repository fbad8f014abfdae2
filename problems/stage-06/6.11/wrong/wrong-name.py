"""
title = "The class has another name"
explanation = "There is no class called SwiGLU_FFN in the file. The block that uses this layer looks it up by name, and so does the grader; capital letters and the underscore count."
hint = "Compare the name after the word class, letter by letter, with the one in the task."
ceiling = 0.3
symptom = "target-missing"
"""

import numpy as np


def silu(z):
    return z / (1.0 + np.exp(-z))


class SwiGLU:
    def __init__(self, d_model, d_ff):
        self.W_gate = np.random.randn(d_model, d_ff) * 0.02
        self.W_up = np.random.randn(d_model, d_ff) * 0.02
        self.W_down = np.random.randn(d_ff, d_model) * 0.02

    def forward(self, x):
        return (silu(x @ self.W_gate) * (x @ self.W_up)) @ self.W_down
