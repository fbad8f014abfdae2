'''
title = "SiLU instead of GELU in the feed-forward network"
explanation = "Your own FeedForward uses x * sigmoid(x). It has nearly the shape of GELU but differs by up to 0.2 for each unit; it is the activation of SwiGLU in exercise 6.11."
hint = "GELU weighs x by the cumulative distribution of a normal variable, not by the logistic function of x."
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
        h = x @ self.W1 + self.b1
        return (h / (1 + np.exp(-h))) @ self.W2 + self.b2



class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        x = x + self.attention.forward(self.norm1.forward(x), mask)
        return x + self.ffn.forward(self.norm2.forward(x))
