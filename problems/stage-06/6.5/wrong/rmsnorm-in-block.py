'''
title = "RMSNorm instead of LayerNorm"
explanation = "Your own LayerNorm divides by the root mean square without subtracting the mean. That is RMSNorm, the choice of LLaMA and of the later code of the course; exercise 6.5 names LayerNorm, which centres first."
hint = "Two of the four steps of LayerNorm deal with the mean and with beta. Are both there?"
ceiling = 0.9
credit = 0.5
flavours.BETA = [false, true]
'''
import numpy as np

BETA = False  # whether the bias is added nevertheless

EPS = 1e-5


class LayerNorm:
    def __init__(self, dim):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = EPS

    def forward(self, x):
        rms = np.sqrt((x**2).mean(axis=-1, keepdims=True) + self.eps)
        return self.gamma * x / rms + (self.beta if BETA else 0.0)



class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        x = x + self.attention.forward(self.norm1.forward(x), mask)
        return x + self.ffn.forward(self.norm2.forward(x))
