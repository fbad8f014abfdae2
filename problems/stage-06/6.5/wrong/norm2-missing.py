'''
title = "The feed-forward network reads x without normalising it"
explanation = "The second sub-layer gets the sum x + attention as it is, so norm2 never has any effect. The two halves of the block have the same form: normalise, transform, add."
hint = "Compare your second half with your first half line by line; one step occurs in only one of them."
ceiling = 0.6
'''
class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        x = x + self.attention(self.norm1(x), mask)
        return x + self.ffn(x)
