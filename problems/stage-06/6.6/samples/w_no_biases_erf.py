import numpy as np
from scipy.special import erf


class FeedForward:
    def __init__(self, d_model, d_ff):
        self.W1 = np.random.randn(d_model, d_ff) * 0.02
        self.W2 = np.random.randn(d_ff, d_model) * 0.02
        self.b1 = np.zeros(d_ff)
        self.b2 = np.zeros(d_model)

    def forward(self, x):
        h = np.matmul(x, self.W1)
        h = 0.5 * h * (1 + erf(h / np.sqrt(2)))
        return np.matmul(h, self.W2)
