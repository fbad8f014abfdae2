class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        residual = x
        x = self.attention.forward(x, mask)
        x = self.norm1.forward(residual + x)
        residual = x
        x = self.ffn.forward(x)
        return self.norm2.forward(residual + x)
