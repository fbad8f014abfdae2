'''
title = "One head over the full width"
explanation = "Your own attention never splits into heads: one score for each pair of tokens is computed over all d_model columns. With n_heads = 1 that is right; with more, each head should have scores and weights of its own, computed from its own group of columns."
hint = "The number of heads has to appear in the shape of the scores: [batch, heads, query, key]."
ceiling = 0.9
credit = 0.5
flavours.WIDTH = ["d_model", "d_k"]
twins = ["n_heads-ignored"]
'''
import numpy as np

WIDTH = "d_model"  # in the scale, or "d_k"


class MultiHeadAttention:
    def __init__(self, d_model, n_heads):
        self.n_heads = n_heads
        self.d_k = d_model // n_heads
        self.W_q = np.random.randn(d_model, d_model) * 0.02
        self.W_k = np.random.randn(d_model, d_model) * 0.02
        self.W_v = np.random.randn(d_model, d_model) * 0.02
        self.W_o = np.random.randn(d_model, d_model) * 0.02
        self.b_q, self.b_k, self.b_v, self.b_o = (np.zeros(d_model) for _ in range(4))  # optional

    def forward(self, x, mask=None):
        batch, seq, d_model = x.shape
        q = x @ self.W_q + self.b_q
        k = x @ self.W_k + self.b_k
        v = x @ self.W_v + self.b_v
        width = d_model if WIDTH == "d_model" else self.d_k
        scores = q @ k.transpose(0, 2, 1) / np.sqrt(width)
        if mask is not None:
            scores = scores + mask
        scores = scores - scores.max(axis=-1, keepdims=True)
        weights = np.exp(scores)
        weights = weights / weights.sum(axis=-1, keepdims=True)
        mixed = weights @ v
        return mixed @ self.W_o + self.b_o



class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        x = x + self.attention.forward(self.norm1.forward(x), mask)
        return x + self.ffn.forward(self.norm2.forward(x))
