# 6.5 — bloc du transformeur, à rendre jeudi
import numpy as np

class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        α = self.attention(self.norm1(x), mask)   # première étape
        μ = x + α
        return μ + self.ffn(self.norm2(μ))
