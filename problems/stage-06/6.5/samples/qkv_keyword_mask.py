class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        q = k = v = self.norm1.forward(x)
        middle = x + self.attention.forward(q, k, v, mask=mask)
        return middle + self.ffn.forward(self.norm2.forward(middle))
