import numpy as np


class SwiGLU_FFN:
    def __init__(self, d_model, d_ff):
        self.W_gate = np.random.randn(d_model, d_ff) * 0.02
        self.W_up = np.random.randn(d_model, d_ff) * 0.02
        self.W_down = np.random.randn(d_ff, d_model) * 0.02

    def forward(self, x):
        up = np.einsum("...i,ij->...j", x, self.W_up)
        gate = np.einsum("...i,ij->...j", x, self.W_gate)
        return np.einsum("...j,ji->...i", gate * up / (1 + np.exp(-up)), self.W_down)
