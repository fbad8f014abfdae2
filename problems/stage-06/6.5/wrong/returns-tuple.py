'''
title = "A tuple comes back instead of one array"
explanation = "forward returns several things, for example the output together with the attention branch. Whoever stacks blocks hands the result of one straight to the next, so it has to be a single array of shape [batch, seq, d_model]."
hint = "Keep extra results on the object if you need them, and return only the stream."
ceiling = 0.3
symptom = "returns-tuple"
'''
class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        a = self.attention(self.norm1(x), mask)
        x = x + a
        return x + self.ffn(self.norm2(x)), a
