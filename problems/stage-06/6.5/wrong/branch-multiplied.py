'''
title = "The branch multiplies the stream instead of being added"
explanation = "Stream and branch are combined with * where the block needs +. With a product, a branch of zeros wipes the stream out; with a sum it leaves it untouched, and that is the point of a residual connection."
hint = "Ask what your block returns when both sub-layers return zeros. It should be x."
ceiling = 0.6
'''
class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        x = x * self.attention(self.norm1(x), mask)
        return x * self.ffn(self.norm2(x))
