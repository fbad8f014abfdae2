'''
title = "The scores are multiplied by the additive mask"
explanation = "Multiplying with a mask of 0 and minus infinity sets the visible scores to 0 and turns the hidden ones into infinities of either sign. An additive mask is added; a mask of ones and zeros cannot be multiplied onto scores either, because a score of 0 is not minus infinity."
hint = "exp(0) is 1. Which score does a token need in order to get the weight 0?"
ceiling = 0.9
credit = 0.5
'''
import numpy as np

class MultiHeadAttention:
    def __init__(self, d_model, n_heads):
        self.n_heads = n_heads
        self.d_k = d_model // n_heads
        self.W_q = np.random.randn(d_model, d_model) * 0.02
        self.W_k = np.random.randn(d_model, d_model) * 0.02
        self.W_v = np.random.randn(d_model, d_model) * 0.02
        self.W_o = np.random.randn(d_model, d_model) * 0.02
        self.b_q, self.b_k, self.b_v, self.b_o = (np.zeros(d_model) for _ in range(4))  # optional

    def split(self, t):
        batch, seq, _ = t.shape
        return t.reshape(batch, seq, self.n_heads, self.d_k).transpose(0, 2, 1, 3)

    def forward(self, x, mask=None):
        batch, seq, d_model = x.shape
        q = self.split(x @ self.W_q + self.b_q)
        k = self.split(x @ self.W_k + self.b_k)
        v = self.split(x @ self.W_v + self.b_v)
        scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(self.d_k)
        if mask is not None:
            scores = scores * mask
        scores = scores - scores.max(axis=-1, keepdims=True)
        weights = np.exp(scores)
        weights = weights / weights.sum(axis=-1, keepdims=True)
        mixed = (weights @ v).transpose(0, 2, 1, 3).reshape(batch, seq, d_model)
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
