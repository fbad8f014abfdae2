import layers as L
import attention


class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = attention.MultiHeadAttention(d_model, n_heads)
        self.ffn = L.FeedForward(d_model, d_ff)
        self.norm1 = L.LayerNorm(d_model)
        self.norm2 = L.LayerNorm(d_model)

    def forward(self, x, mask=None):
        x = x + self.attention(self.norm1(x), mask)
        return x + self.ffn(self.norm2(x))
