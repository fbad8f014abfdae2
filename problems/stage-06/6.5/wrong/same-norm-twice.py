'''
title = "One LayerNorm used for both sub-layers"
explanation = "Both sub-layers are fed through the same LayerNorm object. As long as every gamma is 1 and every beta is 0, the two norms do the same thing and the slip cannot be seen; after training they have different gains, and here they are given random ones."
hint = "norm1 and norm2 differ in what they have learned, not in their formula. Check which one stands in front of which sub-layer."
ceiling = 0.6
flavours.USED = ["norm1", "norm2"]
'''
USED = "norm1"  # the one that serves twice



class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        first, second = (self.norm1, self.norm1) if USED == "norm1" else (self.norm2, self.norm2)
        x = x + self.attention(first(x), mask)
        return x + self.ffn(second(x))
