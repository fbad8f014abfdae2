import numpy as np


class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = eps

    def forward(self, x):
        mean = x.mean(axis=-1, keepdims=True)
        var = x.var(axis=-1, keepdims=True)
        self.calls = getattr(self, "calls", 0) + 1
        self.running_mean = 0.9 * getattr(self, "running_mean", 0.0) + 0.1 * mean.mean()
        return self.gamma * (x - mean) / np.sqrt(var + self.eps) + self.beta
