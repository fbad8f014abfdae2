import numpy as np


class FeedForward:
    def __init__(self, d_model, d_ff):
        self.W1 = np.random.randn(d_model, d_ff) * 0.02
        self.W2 = np.random.randn(d_ff, d_model) * 0.02
        self.b1 = np.zeros(d_ff)
        self.b2 = np.zeros(d_model)

    def forward(self, x):
        h = x @ self.W1 + self.b1
        u = 2 * np.sqrt(2 / np.pi) * (h + 0.044715 * h**3)
        return (h / (1 + np.exp(-u))) @ self.W2 + self.b2
