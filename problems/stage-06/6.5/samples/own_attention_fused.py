import numpy as np


class MultiHeadAttention:
    def __init__(self, d_model, n_heads):
        self.n_heads = n_heads
        self.W_qkv = np.random.randn(d_model, 3 * d_model) * 0.02
        self.b_qkv = np.zeros(3 * d_model)
        self.W_o = np.random.randn(d_model, d_model) * 0.02
        self.b_o = np.zeros(d_model)

    def forward(self, x, mask=None):
        B, T, D = x.shape
        qkv = x @ self.W_qkv + self.b_qkv
        q, k, v = (t.reshape(B, T, self.n_heads, -1).transpose(0, 2, 1, 3) for t in np.split(qkv, 3, axis=-1))
        scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(q.shape[-1])
        if mask is not None:
            scores = scores + mask[None, None, :, :]
        weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
        weights = weights / weights.sum(axis=-1, keepdims=True)
        return (weights @ v).transpose(0, 2, 1, 3).reshape(B, T, D) @ self.W_o + self.b_o


class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        x = x + self.attention.forward(self.norm1.forward(x), mask)
        return x + self.ffn.forward(self.norm2.forward(x))
