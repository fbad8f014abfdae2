'''
title = "The mask is applied after the softmax"
explanation = "The weights are normalised over all keys first, and the mask comes afterwards. The remaining weights then no longer sum to 1 (or, with minus infinity, the sums turn into infinities). The hidden keys have to be out of the race before the softmax shares out the weight."
hint = "Mask the scores, then take the softmax: exp(-inf) is 0, and the rest sums to 1 by itself."
ceiling = 0.9
credit = 0.5
flavours.APPLIED = ["added", "multiplied", "zeroed"]
'''
import numpy as np

APPLIED = "added"  # or "multiplied", or "zeroed"


def hidden(mask):
    """Which positions are to be hidden, in any of the usual notations: a token always sees itself."""
    if mask.dtype != bool and not np.isin(mask, (0, 1)).all():
        return mask < 0
    return mask == 0 if np.diagonal(mask, axis1=-2, axis2=-1).all() else mask != 0


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
        scores = scores - scores.max(axis=-1, keepdims=True)
        weights = np.exp(scores)
        weights = weights / weights.sum(axis=-1, keepdims=True)
        if mask is not None and APPLIED == "added":
            weights = weights + mask
        elif mask is not None and APPLIED == "multiplied":
            weights = weights * mask
        elif mask is not None:
            weights = np.where(hidden(mask), 0.0, weights)
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
