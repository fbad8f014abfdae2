import numpy as np

def sm(s):
    e = np.exp(s - s.max(-1, keepdims=True)); return e / e.sum(-1, keepdims=True)

class MultiHeadAttention:
    def __init__(self, d, h):
        self.h = h; self.Wqkv = np.random.randn(3, d, d) * 0.1; self.Wo = np.random.randn(d, d)
    def forward(self, x, mask=None):
        B, S, D = x.shape
        q, k, v = ((x @ w).reshape(B, S, self.h, -1).transpose(0, 2, 1, 3) for w in self.Wqkv)
        s = q @ k.swapaxes(-1, -2) / np.sqrt(D // self.h)
        if mask is not None: s = s + mask
        return (sm(s) @ v).transpose(0, 2, 1, 3).reshape(B, S, D) @ self.Wo

class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)
    def forward(self, x, mask=None):
        x = x + self.attention.forward(self.norm1.forward(x), mask)
        return x + self.ffn.forward(self.norm2.forward(x))
