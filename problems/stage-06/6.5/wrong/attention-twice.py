'''
title = "Attention is applied twice"
explanation = "The stream goes through the attention step twice before (or in place of) the feed-forward step. Each sub-layer runs exactly once a block."
hint = "Check which sub-layer each of your steps calls; a copied line may still carry the old name."
ceiling = 0.6
flavours.SECOND = ["instead", "before"]
'''
SECOND = "instead"  # of the feed-forward network, or "before" it



class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        if SECOND == "instead":
            x = x + self.attention(self.norm1(x), mask)
            return x + self.attention(self.norm2(x), mask)
        x = x + self.attention(self.norm1(x), mask)
        x = x + self.attention(self.norm1(x), mask)
        return x + self.ffn(self.norm2(x))
