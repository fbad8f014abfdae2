'''
title = "The feed-forward network comes first"
explanation = "Your block transforms each token first and lets the tokens look at each other afterwards. Each sub-layer has its own norm and its own sum, but attention is the first of the two steps."
hint = "Read the two lines of the docstring from top to bottom: which sub-layer changes x first?"
ceiling = 0.6
flavours.NORMS = ["by sub-layer", "by order"]
'''
NORMS = "by sub-layer"  # each sub-layer keeps its norm, or norms "by order" of the steps



class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        if NORMS == "by sub-layer":
            x = x + self.ffn(self.norm2(x))
            return x + self.attention(self.norm1(x), mask)
        x = x + self.ffn(self.norm1(x))
        return x + self.attention(self.norm2(x), mask)
