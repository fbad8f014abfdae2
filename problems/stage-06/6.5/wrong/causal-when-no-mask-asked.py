'''
title = "Causal even when no mask is given"
explanation = "When mask is None your block makes a causal mask itself. In this exercise None means that every token sees every other; whether a model is causal is decided by whoever calls the block. With a given mask your values are right."
hint = "What should a block inside an encoder such as BERT do, where nobody passes a mask?"
ceiling = 0.9
credit = 0.5
'''
import numpy as np


class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        if mask is None:
            mask = np.where(np.tri(x.shape[1]) > 0, 0.0, -np.inf)
        x = x + self.attention(self.norm1(x), mask)
        return x + self.ffn(self.norm2(x))
