'''
title = "The branch is subtracted instead of added"
explanation = "A sign went wrong: the sub-layer is taken away from the stream (or the stream from the sub-layer). A trained network could learn to live with it, but with given weights every number differs."
hint = "Check the sign in both sums."
ceiling = 0.6
flavours.SIGN = ["branches", "stream", "attention", "ffn"]
'''
SIGN = "branches"  # which has the minus: both branches, one of them, or the stream



class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        if SIGN == "stream":
            x = self.attention(self.norm1(x), mask) - x
            return self.ffn(self.norm2(x)) - x
        attended = self.attention(self.norm1(x), mask)
        x = x + attended if SIGN == "ffn" else x - attended
        fed = self.ffn(self.norm2(x))
        return x + fed if SIGN == "attention" else x - fed
