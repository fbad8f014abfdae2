import numpy as np


class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        print("building", d_model, n_heads, d_ff)
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        print("in", x.shape, "mask", None if mask is None else mask.shape)
        x = x + self.attention(self.norm1(x), mask)
        print("after attention", x.mean(), x.std())
        x = x + self.ffn(self.norm2(x))
        print("after ffn", x.mean(), x.std())
        return x
