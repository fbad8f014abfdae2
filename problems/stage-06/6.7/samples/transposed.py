import numpy as np


class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = eps

    def forward(self, x):
        t = x.T
        z = (t - t.mean(0)) / np.sqrt(t.var(0) + self.eps)
        return z.T * self.gamma + self.beta
