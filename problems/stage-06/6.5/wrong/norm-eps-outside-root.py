'''
title = "eps is added to the standard deviation"
explanation = "Your own LayerNorm divides by std + eps instead of sqrt(variance + eps). On ordinary rows the two are 5e-6 apart, which is why it is easily overlooked; on rows of tiny variance they are far apart. Exercise 6.7 shows it on such rows."
hint = "Which quantity does eps keep away from zero: the variance, or its root?"
ceiling = 0.9
credit = 0.5
flavours.EPS = [1e-5, 1e-6, 1e-8, 1e-3]
'''
import numpy as np

EPS = 1e-5


class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)

    def forward(self, x):
        mean = x.mean(axis=-1, keepdims=True)
        std = x.std(axis=-1, keepdims=True)
        return self.gamma * (x - mean) / (std + EPS) + self.beta



class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        x = x + self.attention.forward(self.norm1.forward(x), mask)
        return x + self.ffn.forward(self.norm2.forward(x))
