import numpy as np

def silu(v):
    return v / (1 + np.exp(-v))

class SwiGLU_FFN:
    def __init__(self, d_model, d_ff):
        self.W_gate = (np.random.randn(d_model, d_ff) * 0.02).astype(np.float32)
        self.W_up = (np.random.randn(d_model, d_ff) * 0.02).astype(np.float32)
        self.W_down = (np.random.randn(d_ff, d_model) * 0.02).astype(np.float32)

    def forward(self, x):
        return (silu(x @ self.W_gate) * (x @ self.W_up)) @ self.W_down
