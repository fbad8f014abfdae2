'''
title = "GELU after the second matrix"
explanation = "Your own FeedForward applies GELU to its output, so that its contribution to the stream can hardly be negative; between the matrices (or in addition to that) it does something else than asked."
hint = "The activation works on the wide hidden layer of d_ff units. The output stays linear."
ceiling = 0.9
credit = 0.5
flavours.GELU = ["tanh", "erf"]
flavours.INNER = [false, true]
'''
import math

import numpy as np

GELU = "tanh"
INNER = False  # whether it is between the matrices as well


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
        h = x @ self.W1 + self.b1
        if INNER:
            h = gelu(h)
        return gelu(h @ self.W2 + self.b2)



class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        x = x + self.attention.forward(self.norm1.forward(x), mask)
        return x + self.ffn.forward(self.norm2.forward(x))
