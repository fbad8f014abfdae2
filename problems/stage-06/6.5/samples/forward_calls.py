class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        """
        Pre-norm transformer block:
        x = x + Attention(Norm(x))
        x = x + FFN(Norm(x))
        """
        residual = x
        normed = self.norm1.forward(x)
        attn_out = self.attention.forward(normed, mask)
        x = residual + attn_out

        residual = x
        normed = self.norm2.forward(x)
        ffn_out = self.ffn.forward(normed)
        x = residual + ffn_out
        return x
