import numpy as np


def silu(z):
    return z / (1.0 + np.exp(-z))


class SwiGLU_FFN:
    def __init__(self, d_model, d_ff):
        self.W_gate = np.random.randn(d_model, d_ff) * 0.02
        self.W_up = np.random.randn(d_model, d_ff) * 0.02
        self.W_down = np.random.randn(d_ff, d_model) * 0.02

    def forward(self, x):
        rows = x.reshape(-1, x.shape[-1])
        out = np.zeros((len(rows), self.W_down.shape[1]))
        for i, row in enumerate(rows):
            out[i] = (silu(row @ self.W_gate) * (row @ self.W_up)) @ self.W_down
        return out.reshape(x.shape)
