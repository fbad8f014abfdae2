import numpy as np


class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = eps

    def forward(self, x):
        mean, var = np.mean(x, -1), np.var(x, -1)
        return (x - mean[..., None]) / np.sqrt(var[..., None] + self.eps) * self.gamma + self.beta
