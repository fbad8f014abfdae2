'''
title = "Dropout is always on"
explanation = "The same input gives another output every time, because a random part of the branch is set to zero in each call. The exercise asks for the plain forward pass; in the original paper dropout belongs to training only and is switched off otherwise."
hint = "Call your block twice on the same x and compare. If you want dropout, it has to be off unless it is asked for."
ceiling = 0.6
symptom = "not-repeatable"
'''
import numpy as np


class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        a = self.attention(self.norm1(x), mask)
        x = x + a * (np.random.rand(*a.shape) > 0.1) / 0.9
        f = self.ffn(self.norm2(x))
        return x + f * (np.random.rand(*f.shape) > 0.1) / 0.9
