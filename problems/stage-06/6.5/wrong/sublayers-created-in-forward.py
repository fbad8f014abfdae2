'''
title = "New random sub-layers in every call"
explanation = "forward builds its own MultiHeadAttention and FeedForward, so each call works with fresh random weights, the same input gives another output each time, and nothing that is learned or loaded is ever used."
hint = "Create the sub-layers once, in __init__, and only use them in forward."
ceiling = 0.4
symptom = "not-repeatable-unrelated"
'''
class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.n_heads, self.d_ff = n_heads, d_ff
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        attention = MultiHeadAttention(x.shape[-1], self.n_heads)
        ffn = FeedForward(x.shape[-1], self.d_ff)
        x = x + attention(self.norm1(x), mask)
        return x + ffn(self.norm2(x))
