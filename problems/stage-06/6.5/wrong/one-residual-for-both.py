'''
title = "One skip connection around both sub-layers together"
explanation = "Attention and feed-forward network are chained, and x is added once at the very end: x + FFN(Norm(Attention(Norm(x)))). There should be a sum after each sub-layer, so that the second one reads the stream and not the output of the first one alone."
hint = "Count the additions in the docstring and in your code."
ceiling = 0.6
'''
class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        a = self.attention(self.norm1(x), mask)
        return x + self.ffn(self.norm2(a))
