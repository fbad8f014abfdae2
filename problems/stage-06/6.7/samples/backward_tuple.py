import numpy as np


class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = eps

    def forward(self, x):
        self.x = x
        mean = x.mean(axis=-1, keepdims=True)
        return self.gamma * (x - mean) / np.sqrt(x.var(axis=-1, keepdims=True) + self.eps) + self.beta

    def backward(self, dout):
        d = self.x.shape[-1]
        std = np.sqrt(self.x.var(axis=-1, keepdims=True) + self.eps)
        x_hat = (self.x - self.x.mean(axis=-1, keepdims=True)) / std
        g = dout * self.gamma
        dx = (d * g - g.sum(-1, keepdims=True) - x_hat * (g * x_hat).sum(-1, keepdims=True)) / (d * std)
        dgamma = (dout * x_hat).reshape(-1, d).sum(0)
        dbeta = dout.reshape(-1, d).sum(0)
        return dx, dgamma, dbeta
