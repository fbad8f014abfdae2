'''
title = "The feed-forward network ignores its biases"
explanation = "b1 and b2 are created but not both added. They start as zeros, so the slip is invisible at first; trained or loaded biases would have no effect, and here they are random."
hint = "There is one bias after each matrix product: b1 before GELU, b2 at the end."
ceiling = 0.9
credit = 0.5
flavours.GELU = ["tanh", "erf"]
flavours.MISSING = ["both", "b1", "b2"]
'''
import math

import numpy as np

GELU = "tanh"
MISSING = "both"  # or only "b1" or "b2"


def gelu(h):
    if GELU == "erf":
        return 0.5 * h * (1 + np.vectorize(math.erf)(h / np.sqrt(2)))
    return 0.5 * h * (1 + np.tanh(np.sqrt(2 / np.pi) * (h + 0.044715 * h**3)))


class FeedForward:
    def __init__(self, d_model, d_ff):
        self.W1 = np.random.randn(d_model, d_ff) * 0.02
        self.W2 = np.random.randn(d_ff, d_model) * 0.02
        self.b1 = np.zeros(d_ff)
        self.b2 = np.zeros(d_model)

    def forward(self, x):
        h = x @ self.W1
        if MISSING == "b2":
            h = h + self.b1
        y = gelu(h) @ self.W2
        return y + self.b2 if MISSING == "b1" else y



class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        x = x + self.attention.forward(self.norm1.forward(x), mask)
        return x + self.ffn.forward(self.norm2.forward(x))
