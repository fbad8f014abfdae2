import numpy as np


class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = eps

    def forward(self, x):
        return self.gamma * (x - np.mean(x, -1, keepdims=True)) / (np.std(x, -1, keepdims=True) + self.eps) + self.beta
