'''
title = "No skip connection around the feed-forward network"
explanation = "The first half adds its result to x, but the block returns the output of the feed-forward network alone. The stream that the attention has just written to is dropped at the end."
hint = "Both halves of the block have the form stream + sublayer(norm(stream)). Check the second one."
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
        return self.ffn(self.norm2(x))
