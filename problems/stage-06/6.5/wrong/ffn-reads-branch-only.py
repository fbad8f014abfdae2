'''
title = "The feed-forward network reads the attention output, not the sum"
explanation = "All three terms are added at the end, but the feed-forward network was given norm2(attention output) instead of norm2(x + attention output). In the pre-norm block the second sub-layer reads the updated stream."
hint = "The second formula uses the x that the first formula has just assigned, not only what was added to it."
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
        f = self.ffn(self.norm2(a))
        return x + a + f
