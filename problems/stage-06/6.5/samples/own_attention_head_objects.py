import numpy as np


class Head:
    def __init__(self, d_model, d_k):
        self.W_q = np.random.randn(d_model, d_k) * 0.02
        self.W_k = np.random.randn(d_model, d_k) * 0.02
        self.W_v = np.random.randn(d_model, d_k) * 0.02

    def __call__(self, x, mask):
        q, k, v = x @ self.W_q, x @ self.W_k, x @ self.W_v
        scores = np.matmul(q, np.swapaxes(k, 1, 2)) / np.sqrt(k.shape[2])
        if mask is not None:
            scores = scores + mask
        weights = np.exp(scores - scores.max(axis=2, keepdims=True))
        return np.matmul(weights / weights.sum(axis=2, keepdims=True), v)


class MultiHeadAttention:
    def __init__(self, d_model, n_heads):
        self.heads = [Head(d_model, d_model // n_heads) for _ in range(n_heads)]
        self.W_o = np.random.randn(d_model, d_model) * 0.02

    def forward(self, x, mask=None):
        return np.concatenate([head(x, mask) for head in self.heads], axis=2) @ self.W_o


class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        x = x + self.attention.forward(self.norm1.forward(x), mask)
        return x + self.ffn.forward(self.norm2.forward(x))
