import numpy as np


def silu(z):
    return z / (1.0 + np.exp(-z))


class SwiGLU_FFN:
    def __init__(self, d_model, d_ff):
        self.W_gate = np.random.randn(d_model, d_ff) * 0.02
        self.W_up = np.random.randn(d_model, d_ff) * 0.02
        self.W_down = np.random.randn(d_ff, d_model) * 0.02
        self.b_gate = np.zeros(d_ff)
        self.b_down = np.zeros(d_model)

    def forward(self, x):
        return (silu(x @ self.W_gate + self.b_gate) * (x @ self.W_up)) @ self.W_down + self.b_down
