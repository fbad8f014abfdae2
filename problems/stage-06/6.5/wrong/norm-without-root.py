'''
title = "Divided by the variance instead of the standard deviation"
explanation = "Your own LayerNorm divides by var + eps and forgets the square root. On data of unit variance the two agree, which hides it; twice as large an input should give the same normalised output, and yours halves it."
hint = "Check the variance of your normalised rows: it should be 1 whatever the scale of the input."
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
        var = x.var(axis=-1, keepdims=True)
        return self.gamma * (x - mean) / (var + self.eps) + self.beta



class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        x = x + self.attention.forward(self.norm1.forward(x), mask)
        return x + self.ffn.forward(self.norm2.forward(x))
