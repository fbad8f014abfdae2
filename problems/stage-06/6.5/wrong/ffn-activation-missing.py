'''
title = "No activation between the two matrices"
explanation = "Your own FeedForward applies two linear maps in a row, which is the same as one linear map. The activation in between is what makes it more than a matrix."
hint = "Something non-linear has to happen to x @ W1 + b1 before W2 is applied."
ceiling = 0.9
credit = 0.5
'''
import numpy as np

class FeedForward:
    def __init__(self, d_model, d_ff):
        self.W1 = np.random.randn(d_model, d_ff) * 0.02
        self.W2 = np.random.randn(d_ff, d_model) * 0.02
        self.b1 = np.zeros(d_ff)
        self.b2 = np.zeros(d_model)

    def forward(self, x):
        return (x @ self.W1 + self.b1) @ self.W2 + self.b2



class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        x = x + self.attention.forward(self.norm1.forward(x), mask)
        return x + self.ffn.forward(self.norm2.forward(x))
