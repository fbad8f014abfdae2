import numpy as np


class SwiGLU_FFN:
    def __init__(self, d_model, d_ff):
        self.W_gate = np.random.randn(d_model, d_ff) * 0.02
        self.W_up = np.random.randn(d_model, d_ff) * 0.02
        self.W_down = np.random.randn(d_ff, d_model) * 0.02

    def forward(self, x):
        self.x, self.p, self.u = x, x @ self.W_gate, x @ self.W_up
        self.s = 1 / (1 + np.exp(-self.p))
        return (self.p * self.s * self.u) @ self.W_down

    def backward(self, dout):
        flat = lambda a: a.reshape(-1, a.shape[-1])
        dh = dout @ self.W_down.T
        dp = dh * self.u * self.s 
        du = dh * self.p * self.s
        dg, dup, dd = flat(self.x).T @ flat(dp), flat(self.x).T @ flat(du), flat(self.p * self.s * self.u).T @ flat(dout)
        dx = dp @ self.W_gate.T + du @ self.W_up.T
        return dx, dg, dup, dd
