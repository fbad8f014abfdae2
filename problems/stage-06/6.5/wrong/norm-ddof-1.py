'''
title = "The variance divides by d_model - 1"
explanation = "Your own LayerNorm uses the sample variance (ddof=1, or torch.std in other words). LayerNorm divides by the number of features; with few features the difference is plain, with many it hides."
hint = "np.var and np.std divide by N unless they are told otherwise. That is the one to use here."
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
        mean = x.mean(axis=-1, keepdims=True)
        var = x.var(axis=-1, keepdims=True, ddof=1)
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
