import numpy as np

def silu(v):
    return v / (1 + np.exp(-v))

class SwiGLU_FFN:
    def __init__(self, d_model, d_ff):
        self.W_gate = np.random.randn(d_model, d_ff) * 0.02
        self.W_up = np.random.randn(d_model, d_ff) * 0.02
        self.W_down = np.random.randn(d_ff, d_model) * 0.02

    def forward(self, x):
        x = x / np.sqrt((x ** 2).mean(-1, keepdims=True) + 1e-6)
        return (silu(x @ self.W_gate) * (x @ self.W_up)) @ self.W_down
