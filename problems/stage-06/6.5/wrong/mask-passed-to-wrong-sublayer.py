'''
title = "The mask goes to the feed-forward network"
explanation = "The mask is handed to the feed-forward network, which works on every token by itself and has no use for one, while the attention is called without it. Without a mask your block is right; with one it stops with a TypeError."
hint = "A mask says which tokens may look at which. Only one of the two sub-layers lets tokens look at each other."
ceiling = 0.9
flavours.ALWAYS = [false, true]
'''
ALWAYS = False  # also when there is none


class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        x = x + self.attention(self.norm1(x))
        if mask is None and not ALWAYS:
            return x + self.ffn(self.norm2(x))
        return x + self.ffn(self.norm2(x), mask)
