import numpy as np


class MultiHeadAttention:
    """[heads, d_model, d_k] in, [heads, d_k, d_model] out."""

    def __init__(self, d_model, n_heads):
        d_k = d_model // n_heads
        self.Q = np.random.randn(n_heads, d_model, d_k) / d_model
        self.K = np.random.randn(n_heads, d_model, d_k) / d_model
        self.V = np.random.randn(n_heads, d_model, d_k) / d_model
        self.O = np.random.randn(n_heads, d_k, d_model) / d_model

    def forward(self, x, mask=None):
        q = np.einsum("bsd,hdk->bhsk", x, self.Q)
        k = np.einsum("bsd,hdk->bhsk", x, self.K)
        v = np.einsum("bsd,hdk->bhsk", x, self.V)
        s = np.einsum("bhqk,bhtk->bhqt", q, k) / np.sqrt(self.Q.shape[-1])
        s = s if mask is None else s + mask
        p = np.exp(s - s.max(-1)[..., None])
        p = p / p.sum(-1)[..., None]
        return np.einsum("bhqt,bhtk,hkd->bqd", p, v, self.O)


class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        x = x + self.attention.forward(self.norm1.forward(x), mask)
        return x + self.ffn.forward(self.norm2.forward(x))
