'''
title = "The attention reads x without normalising it"
explanation = "The attention is called on x itself, so norm1 never has any effect. When x grows from block to block, the attention scores grow with its square, and the softmax saturates: this is what the first LayerNorm prevents."
hint = "Every layer created in __init__ should appear in forward. Which one does not?"
ceiling = 0.6
'''
class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        x = x + self.attention(x, mask)
        return x + self.ffn(self.norm2(x))
