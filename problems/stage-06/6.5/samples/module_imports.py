import numpy as np
from attention import MultiHeadAttention
from feed_forward import FeedForward
from transformer import LayerNorm


class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        x = x + self.attention.forward(self.norm1.forward(x), mask)
        x = x + self.ffn.forward(self.norm2.forward(x))
        return x
