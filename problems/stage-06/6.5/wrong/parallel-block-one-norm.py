'''
title = "Side by side, and from one common LayerNorm"
explanation = "x is normalised once, and both sub-layers read that same result: x + Attention(n) + FFN(n). The block should go through its two steps one after the other, each with a norm of its own."
hint = "After the first step there is a new stream. It needs to be normalised afresh before the second sub-layer reads it."
ceiling = 0.6
'''
class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        n = self.norm1(x)
        return x + self.attention(n, mask) + self.ffn(n)
