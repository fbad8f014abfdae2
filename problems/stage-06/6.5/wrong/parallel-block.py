'''
title = "Attention and feed-forward network side by side"
explanation = "Both sub-layers read the x that entered the block, and both results are added to it: x + Attention(norm1(x)) + FFN(norm2(x)). GPT-J and PaLM do something like it, but here the steps are sequential: the feed-forward network reads what the attention has already changed."
hint = "Trace which value is handed to norm2. It should contain the result of the attention."
ceiling = 0.6
'''
class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        a = self.attention(self.norm1(x), mask)
        f = self.ffn(self.norm2(x))
        return x + a + f
