'''
title = "x is added a second time at the end"
explanation = "Your second sum contains the original x and the stream, which already has x in it. The input therefore enters the output twice: 2x + attention + FFN. Stacked twelve times, that doubles the stream twelve times."
hint = "Write the output as a sum of terms. How often does the bare x appear in it?"
ceiling = 0.6
flavours.AGAIN = ["x", "stream", "x after attention"]
'''
AGAIN = "x"  # after the feed-forward network; or the stream there, or x after the attention


class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        h = x + self.attention(self.norm1(x), mask)
        if AGAIN == "x after attention":
            h = x + h
            return h + self.ffn(self.norm2(h))
        return (x if AGAIN == "x" else h) + h + self.ffn(self.norm2(h))
