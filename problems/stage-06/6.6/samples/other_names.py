import numpy as np


def gelu(z):
    return 0.5 * z * (1.0 + np.tanh(np.sqrt(2.0 / np.pi) * (z + 0.044715 * z**3)))


class FeedForward:
    def __init__(self, d_model, d_ff):
        self.W_in = np.random.randn(d_model, d_ff) * 0.02
        self.W_out = np.random.randn(d_ff, d_model) * 0.02
        self.b_in = np.zeros(d_ff)
        self.b_out = np.zeros(d_model)

    def forward(self, x):
        return gelu(x @ self.W_in + self.b_in) @ self.W_out + self.b_out
