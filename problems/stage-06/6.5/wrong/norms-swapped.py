'''
title = "norm1 and norm2 exchanged"
explanation = "The attention is fed through norm2 and the feed-forward network through norm1. With fresh gains of 1 and biases of 0 nobody would notice; with the random gains and biases of this check (or with trained weights loaded from a file) every number differs."
hint = "The first norm belongs to the first sub-layer. The order of the names follows the order of the steps."
ceiling = 0.6
'''
class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        x = x + self.attention(self.norm2(x), mask)
        return x + self.ffn(self.norm1(x))
