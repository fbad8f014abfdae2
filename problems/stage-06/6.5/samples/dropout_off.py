import numpy as np


class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff, dropout=0.0):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)
        self.p = dropout
        self.training = False

    def dropout(self, x):
        if not self.training or self.p == 0:
            return x
        return x * (np.random.rand(*x.shape) >= self.p) / (1 - self.p)

    def forward(self, x, mask=None):
        x = x + self.dropout(self.attention(self.norm1(x), mask))
        return x + self.dropout(self.ffn(self.norm2(x)))
