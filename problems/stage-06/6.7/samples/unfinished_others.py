import numpy as np


class FeedForward:
    def __init__(self, d_model, d_ff):
        ...

    def forward(self, x):
        pass


class LayerNorm(object):
    def __init__(self, dim, eps=1e-5):
        self.dim, self.eps = dim, eps
        self.gamma = np.ones((dim,), dtype=np.float64)
        self.beta = np.zeros((dim,), dtype=np.float64)

    def __call__(self, x):
        return self.forward(x)

    def forward(self, x):
        centred = x - np.mean(x, axis=-1, keepdims=True)
        return centred * self.gamma / np.sqrt(np.mean(np.square(centred), axis=-1, keepdims=True) + self.eps) + self.beta


class SwiGLU_FFN:
    pass
