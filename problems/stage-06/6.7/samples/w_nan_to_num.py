import numpy as np

class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = eps

    def forward(self, x):
        mu = x.mean(-1, keepdims=True)
        with np.errstate(all="ignore"):
            z = np.nan_to_num((x - mu) / x.std(-1, keepdims=True))
        return self.gamma * z + self.beta
