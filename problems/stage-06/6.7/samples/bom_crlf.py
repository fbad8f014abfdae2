import numpy as np


class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = eps

    def forward(self, x):
        """Fröhlich normalisiert."""
        μ = x.mean(axis=-1, keepdims=True)
        σ2 = x.var(axis=-1, keepdims=True)
        return self.gamma * (x - μ) / np.sqrt(σ2 + self.eps) + self.beta
