class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        h = self.norm1(x)
        if mask is None:
            attended = self.attention(h)
        else:
            attended = self.attention(h, mask)
        x = x + attended
        return x + self.ffn(self.norm2(x))
