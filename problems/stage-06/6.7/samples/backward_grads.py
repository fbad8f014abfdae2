import numpy as np


class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = eps

    def forward(self, x):
        mean = x.mean(axis=-1, keepdims=True)
        self.inv = 1.0 / np.sqrt(x.var(axis=-1, keepdims=True) + self.eps)
        self.x_hat = (x - mean) * self.inv
        return self.gamma * self.x_hat + self.beta

    def backward(self, dout):
        axes = tuple(range(dout.ndim - 1))
        self.grads = {"gamma": (dout * self.x_hat).sum(axes), "beta": dout.sum(axes)}
        dx_hat = dout * self.gamma
        return self.inv * (dx_hat - dx_hat.mean(-1, keepdims=True) - self.x_hat * (dx_hat * self.x_hat).mean(-1, keepdims=True))
