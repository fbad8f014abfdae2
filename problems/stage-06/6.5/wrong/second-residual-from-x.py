'''
title = "The second sum starts from the original x"
explanation = "The feed-forward network reads the right thing, but its result is added to the x that entered the block. What the attention contributed is only seen by the feed-forward network and never reaches the output directly."
hint = "By the time of the second step, the stream is no longer the argument x. Which value should the second skip connection carry?"
ceiling = 0.6
'''
class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        h = x + self.attention(self.norm1(x), mask)
        return x + self.ffn(self.norm2(h))
