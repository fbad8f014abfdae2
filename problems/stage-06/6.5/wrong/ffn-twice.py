'''
title = "The feed-forward network is applied twice"
explanation = "The feed-forward step runs twice, after the attention or in place of it. Each sub-layer runs exactly once a block."
hint = "Check which sub-layer each of your steps calls; a copied line may still carry the old name."
ceiling = 0.6
flavours.SECOND = ["instead", "after"]
'''
SECOND = "instead"  # of the attention, or "after" the whole block



class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        if SECOND == "instead":
            x = x + self.ffn(self.norm1(x))
            return x + self.ffn(self.norm2(x))
        x = x + self.attention(self.norm1(x), mask)
        x = x + self.ffn(self.norm2(x))
        return x + self.ffn(self.norm2(x))
