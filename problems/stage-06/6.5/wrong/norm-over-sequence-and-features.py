'''
title = "LayerNorm over tokens and features together"
explanation = "Your own LayerNorm uses one mean and one variance for a whole sequence. A token with large entries then shrinks all the others, and tokens in the future influence those in the past in spite of the mask."
hint = "Every token has statistics of its own: mean and variance have the shape [batch, seq, 1]."
ceiling = 0.9
credit = 0.5
'''
import numpy as np

EPS = 1e-5


class LayerNorm:
    def __init__(self, dim):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = EPS

    def forward(self, x):
        mean = x.mean(axis=(-2, -1), keepdims=True)
        var = x.var(axis=(-2, -1), keepdims=True)
        return self.gamma * (x - mean) / np.sqrt(var + self.eps) + self.beta



class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        x = x + self.attention.forward(self.norm1.forward(x), mask)
        return x + self.ffn.forward(self.norm2.forward(x))
