import numpy as np


class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = eps

    def forward(self, x):
        rows = x.reshape(-1, x.shape[-1])
        out = [(row - row.mean()) / np.sqrt(row.var() + self.eps) for row in rows]
        return (np.array(out) * self.gamma + self.beta).reshape(x.shape)
