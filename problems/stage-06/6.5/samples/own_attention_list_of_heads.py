import numpy as np


class MultiHeadAttention:
    def __init__(self, d_model, n_heads):
        d_k = d_model // n_heads
        self.W_q = [np.random.randn(d_model, d_k) * 0.1 for _ in range(n_heads)]
        self.W_k = [np.random.randn(d_model, d_k) * 0.1 for _ in range(n_heads)]
        self.W_v = [np.random.randn(d_model, d_k) * 0.1 for _ in range(n_heads)]
        self.W_o = np.random.randn(d_model, d_model) * 0.1

    def forward(self, x, mask=None):
        heads = []
        for wq, wk, wv in zip(self.W_q, self.W_k, self.W_v):
            q, k, v = x @ wq, x @ wk, x @ wv
            scores = q @ k.transpose(0, 2, 1) / np.sqrt(q.shape[-1])
            if mask is not None:
                scores = scores + mask
            scores = np.exp(scores - np.max(scores, axis=-1, keepdims=True))
            heads.append(scores / np.sum(scores, axis=-1, keepdims=True) @ v)
        return np.concatenate(heads, axis=-1) @ self.W_o


class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        x = x + self.attention.forward(self.norm1.forward(x), mask)
        return x + self.ffn.forward(self.norm2.forward(x))
