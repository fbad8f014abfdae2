import numpy as np


def gelu(z):
    return 0.5 * z * (1.0 + np.tanh(np.sqrt(2.0 / np.pi) * (z + 0.044715 * z**3)))


class FeedForward:
    def __init__(self, d_model, d_ff):
        self.params = {
            "W1": np.random.randn(d_model, d_ff),
            "b1": np.zeros(d_ff),
            "W2": np.random.randn(d_ff, d_model),
            "b2": np.zeros(d_model),
        }

    W1 = property(lambda self: self.params["W1"])
    b1 = property(lambda self: self.params["b1"])
    W2 = property(lambda self: self.params["W2"])
    b2 = property(lambda self: self.params["b2"])

    def forward(self, x):
        p = self.params
        return gelu(x @ p["W1"] + p["b1"]) @ p["W2"] + p["b2"]
