"""
title = "The weight matrices were never created"
explanation = "W_gate, W_up and W_down are still the three dots of the skeleton. Dots are a valid Python object, so the class can be built, but they are not arrays and nothing can be multiplied with them."
hint = "Give each of the three attributes an array of the shape that its product with x needs."
ceiling = 0.5
symptom = "parameter-not-array"
"""

import numpy as np


def silu(z):
    return z / (1.0 + np.exp(-z))


class SwiGLU_FFN:
    def __init__(self, d_model, d_ff):
        self.W_gate = ...
        self.W_up = ...
        self.W_down = ...

    def forward(self, x):
        return (silu(x @ self.W_gate) * (x @ self.W_up)) @ self.W_down
