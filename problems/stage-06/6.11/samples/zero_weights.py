import numpy as np
class SwiGLU_FFN:
    def __init__(self, d_model, d_ff):
        self.W_gate = np.zeros((d_model, d_ff))
        self.W_up = np.zeros((d_model, d_ff))
        self.W_down = np.zeros((d_ff, d_model))
    def forward(self, x):
        z = x @ self.W_gate
        return (z / (1 + np.exp(-z)) * (x @ self.W_up)) @ self.W_down
