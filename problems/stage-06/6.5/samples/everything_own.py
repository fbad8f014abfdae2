"""6.5 with everything in one file."""
import math

import numpy as np


def softmax(z, axis=-1):
    z = z - z.max(axis=axis, keepdims=True)
    e = np.exp(z)
    return e / e.sum(axis=axis, keepdims=True)


class Module:
    def __call__(self, *args, **kwargs):
        return self.forward(*args, **kwargs)


class LayerNorm(Module):
    def __init__(self, dim, eps=1e-6):
        self.gamma, self.beta, self.eps = np.ones(dim), np.zeros(dim), eps

    def forward(self, x):
        centred = x - x.mean(-1, keepdims=True)
        return self.gamma * centred / np.sqrt((centred**2).mean(-1, keepdims=True) + self.eps) + self.beta


class FeedForward(Module):
    def __init__(self, d_model, d_ff):
        self.w1 = np.random.randn(d_model, d_ff) * math.sqrt(2 / d_model)
        self.b1 = np.zeros(d_ff)
        self.w2 = np.random.randn(d_ff, d_model) * math.sqrt(2 / d_ff)
        self.b2 = np.zeros(d_model)

    def forward(self, x):
        z = x @ self.w1 + self.b1
        z = 0.5 * z * (1 + np.vectorize(math.erf)(z / math.sqrt(2)))
        return z @ self.w2 + self.b2


class MultiHeadAttention(Module):
    def __init__(self, d_model, n_heads):
        self.n_heads, self.d_head = n_heads, d_model // n_heads
        init = lambda: np.random.randn(d_model, d_model) / math.sqrt(d_model)
        self.W_Q, self.W_K, self.W_V, self.W_O = init(), init(), init(), init()
        self.b_Q, self.b_K, self.b_V, self.b_O = (np.zeros(d_model) for _ in range(4))

    def forward(self, x, mask=None):
        n, t, d = x.shape
        q = (x @ self.W_Q + self.b_Q).reshape(n, t, self.n_heads, self.d_head)
        k = (x @ self.W_K + self.b_K).reshape(n, t, self.n_heads, self.d_head)
        v = (x @ self.W_V + self.b_V).reshape(n, t, self.n_heads, self.d_head)
        scores = np.einsum("nqhd,nkhd->nhqk", q, k) / math.sqrt(self.d_head)
        if mask is not None:
            scores = np.where(mask.astype(bool), scores, -1e9)  # 1 = visible
        z = np.einsum("nhqk,nkhd->nqhd", softmax(scores), v).reshape(n, t, d)
        return z @ self.W_O + self.b_O


class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        x = x + self.attention.forward(self.norm1.forward(x), mask)
        return x + self.ffn.forward(self.norm2.forward(x))
