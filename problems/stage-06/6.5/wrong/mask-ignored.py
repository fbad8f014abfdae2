'''
title = "The mask never reaches the attention"
explanation = "Your block takes a mask but does not use it: with a causal mask the output is the same as without one, so every token can look into the future. Without a mask everything is right. (An attention of your own that takes a mask and forgets it does the same.)"
hint = "Follow the argument mask through forward. Who is meant to receive it?"
ceiling = 0.9
'''
class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        x = x + self.attention(self.norm1(x))
        return x + self.ffn(self.norm2(x))
