'''
title = "LayerNorm over the tokens instead of the features"
explanation = "Your own LayerNorm takes mean and variance along the sequence, so each feature is compared over the tokens. That lets every token, future ones included, influence the others, and a sequence of one token is mapped to beta."
hint = "LayerNorm looks at one token at a time: the statistics run over the last axis, which has d_model entries."
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
        mean = x.mean(axis=1, keepdims=True)
        var = x.var(axis=1, keepdims=True)
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
