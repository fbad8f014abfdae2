class TransformerBlock:
    """The signature of the course's later code."""

    def __init__(self, d_model, n_heads, n_kv_heads=None, d_ff=None):
        assert d_ff is not None
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def __call__(self, x, mask=None):
        x = x + self.attention(self.norm1(x), mask)
        return x + self.ffn(self.norm2(x))
