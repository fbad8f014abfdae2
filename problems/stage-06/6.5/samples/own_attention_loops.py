import numpy as np


def softmax(row):
    e = np.exp(row - np.max(row))
    return e / np.sum(e)


class MultiHeadAttention:
    """Everything written out: batch, head, query."""

    def __init__(self, d_model, n_heads):
        assert d_model % n_heads == 0
        self.n_heads = n_heads
        self.d_k = d_model // n_heads
        scale = 1 / np.sqrt(d_model)
        self.wq = np.random.randn(d_model, d_model) * scale
        self.wk = np.random.randn(d_model, d_model) * scale
        self.wv = np.random.randn(d_model, d_model) * scale
        self.wo = np.random.randn(d_model, d_model) * scale

    def forward(self, x, mask=None):
        out = np.zeros(x.shape)
        for b in range(x.shape[0]):
            q, k, v = x[b] @ self.wq, x[b] @ self.wk, x[b] @ self.wv
            for h in range(self.n_heads):
                cols = slice(h * self.d_k, (h + 1) * self.d_k)
                for i in range(x.shape[1]):
                    scores = np.array([np.dot(q[i, cols], k[j, cols]) for j in range(x.shape[1])]) / self.d_k**0.5
                    if mask is not None:
                        scores = scores + mask[i]
                    weights = softmax(scores)
                    out[b, i, cols] = sum(weights[j] * v[j, cols] for j in range(x.shape[1]))
        return out @ self.wo


class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        x = x + self.attention.forward(self.norm1.forward(x), mask)
        return x + self.ffn.forward(self.norm2.forward(x))
