import numpy as np


class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = eps

    def forward(self, x):
        d = x.shape[-1]
        centred = x - np.einsum("...i->...", x)[..., np.newaxis] / d
        scale = np.sqrt(np.linalg.norm(centred, axis=-1, keepdims=True) ** 2 / d + self.eps)
        return centred / scale * self.gamma + self.beta
