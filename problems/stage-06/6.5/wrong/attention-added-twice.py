'''
title = "The attention output is added twice"
explanation = "The result of the attention enters the sum twice, for example because it is added to the stream and then once more at the end: x + 2 Attention + FFN. Each branch is added once."
hint = "Write your output as a sum of terms and look for one that occurs more than once."
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
        h = x + a
        return h + a + self.ffn(self.norm2(h))
