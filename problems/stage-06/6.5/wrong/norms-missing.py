'''
title = "No layer normalisation at all"
explanation = "Both sub-layers read the stream directly, and norm1 and norm2 are created but never used. The skip connections are right; without normalisation, though, the size of what a sub-layer reads depends on how deep in the stack it sits."
hint = "The formulas in the docstring have three ingredients each: a norm, a sub-layer and a sum. Count yours."
ceiling = 0.6
'''
class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        x = x + self.attention(x, mask)
        return x + self.ffn(x)
