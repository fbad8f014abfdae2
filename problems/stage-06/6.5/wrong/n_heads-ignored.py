'''
title = "The number of heads is fixed"
explanation = "The attention is built with a constant number of heads, whatever n_heads says. The parameters have the same shapes for any number of heads, so nothing complains, but the scores are computed over other groups of columns."
hint = "Three numbers go into the constructor. Each of them should have an effect."
ceiling = 0.9
flavours.HEADS = [2, 1, 4]
'''
HEADS = 2  # whatever the argument says



class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, HEADS)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        x = x + self.attention.forward(self.norm1.forward(x), mask)
        return x + self.ffn.forward(self.norm2.forward(x))
