'''
title = "The attention half is missing"
explanation = "Only the feed-forward step is carried out, so no token can learn anything from the others: changing one token changes no other output row. The attention and its norm are never called."
hint = "Two sub-layers were created in __init__. Are both called?"
ceiling = 0.6
'''
class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        return x + self.ffn(self.norm2(x))
