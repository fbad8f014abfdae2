import numpy as np


class Linear:
    def __init__(self, n_in, n_out):
        self.weight = np.random.uniform(-1, 1, (n_in, n_out)) / np.sqrt(n_in)
        self.bias = np.zeros(n_out)

    def __call__(self, x):
        return x @ self.weight + self.bias


class MultiHeadAttention:
    def __init__(self, d_model, n_heads):
        self.h, self.d_k = n_heads, d_model // n_heads
        self.query, self.key, self.value = (Linear(d_model, d_model) for _ in range(3))
        self.out = Linear(d_model, d_model)

    def forward(self, x, mask=None):
        b, s, d = x.shape
        q, k, v = (f(x).reshape(b, s, self.h, self.d_k).swapaxes(1, 2) for f in (self.query, self.key, self.value))
        logits = np.einsum("bhqd,bhkd->bhqk", q, k) * self.d_k**-0.5
        if mask is not None:
            logits += mask
        logits -= logits.max(-1, keepdims=True)
        p = np.exp(logits)
        p /= p.sum(-1, keepdims=True)
        return self.out(np.einsum("bhqk,bhkd->bqhd", p, v).reshape(b, s, d))


class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        x = x + self.attention.forward(self.norm1.forward(x), mask)
        return x + self.ffn.forward(self.norm2.forward(x))
