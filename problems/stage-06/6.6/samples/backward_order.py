import numpy as np

def gelu(v):
    return 0.5 * v * (1 + np.tanh(np.sqrt(2 / np.pi) * (v + 0.044715 * v ** 3)))

class FeedForward:
    def __init__(self, d_model, d_ff):
        self.W1 = np.random.randn(d_model, d_ff) * 0.02
        self.W2 = np.random.randn(d_ff, d_model) * 0.02
        self.b1 = np.zeros(d_ff)
        self.b2 = np.zeros(d_model)

    def forward(self, x):
        self.x = x
        self.z = x @ self.W1 + self.b1
        self.h = gelu(self.z)
        return self.h @ self.W2 + self.b2

    def backward(self, dout):
        c = np.sqrt(2 / np.pi)
        t = np.tanh(c * (self.z + 0.044715 * self.z ** 3))
        dgelu = 0.5 * (1 + t) + 0.5 * self.z * (1 - t * t) * c * (1 + 3 * 0.044715 * self.z ** 2)
        m = lambda a: a.reshape(-1, a.shape[-1])
        dW2 = m(self.h).T @ m(dout); db2 = m(dout).sum(0)
        dz = (dout @ self.W2.T) * dgelu
        dW1 = m(self.x).T @ m(dz); db1 = m(dz).sum(0)
        dx = dz @ self.W1.T
        return dx, dW1, dW2, db1, db2
