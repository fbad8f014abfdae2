class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def causal(self, n):
        return np.triu(np.full((n, n), -1e9), 1)

    def forward(self, x, mask=None):
        mask = self.causal(x.shape[1]) if mask is None else mask
        x = x + self.attention(self.norm1(x), mask)
        return x + self.ffn(self.norm2(x))
