import numpy as np


class FeedForward:
    def __init__(self, d_model, d_ff):
        self.W1 = np.random.randn(d_model, d_ff) * 0.02
        self.W2 = np.random.randn(d_ff, d_model) * 0.02
        self.b1 = np.zeros(d_ff)
        self.b2 = np.zeros(d_model)

    def forward(self, x):
        self.x = x
        self.h = x @ self.W1 + self.b1
        self.t = np.tanh(np.sqrt(2 / np.pi) * (self.h + 0.044715 * self.h**3))
        self.a = 0.5 * self.h * (1 + self.t)
        return self.a @ self.W2 + self.b2

    def backward(self, dout):
        flat = lambda m: m.reshape(-1, m.shape[-1])
        slope = 0.5 * (1 + self.t) + 0.5 * self.h * (1 - self.t**2) * np.sqrt(2 / np.pi) * (1 + 0.134145 * self.h**2)
        dh = (dout @ self.W2.T) * slope
        dW2, db2 = flat(self.a).T @ flat(dout), flat(dout).sum(axis=0)
        dW1, db1 = flat(self.x).T @ flat(dh), flat(dh).sum(axis=0)
        dx = dh @ self.W1.T
        self.dW1, self.db1, self.dW2, self.db2 = dW1, db1, dW2, db2
        return dx
