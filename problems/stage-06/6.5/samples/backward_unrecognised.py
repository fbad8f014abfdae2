class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        return (h := x + self.attention(self.norm1(x), mask=mask)) + self.ffn(self.norm2(h))

    def backward(self, x, dout, lr):
        raise NotImplementedError
