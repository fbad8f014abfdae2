'''
title = "No skip connection around the attention"
explanation = "After the attention the original x is thrown away, and only the second sum is there. Whatever attention does not copy is lost to everything that follows."
hint = "Both halves of the block have the form stream + sublayer(norm(stream)). Check the first one."
ceiling = 0.6
'''
class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        x = self.attention(self.norm1(x), mask)
        return x + self.ffn(self.norm2(x))
