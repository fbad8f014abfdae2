import numpy as np

def sm(s):
    e = np.exp(s - s.max(-1, keepdims=True)); return e / e.sum(-1, keepdims=True)

class Linear:
    def __init__(self, a, b): self.weight = np.random.randn(b, a) * 0.1
    def __call__(self, x): return x @ self.weight.T
class Head:
    def __init__(self, d, k): self.query, self.key, self.value = Linear(d, k), Linear(d, k), Linear(d, k)
    def __call__(self, x, mask):
        q, k, v = self.query(x), self.key(x), self.value(x)
        s = q @ k.swapaxes(-1, -2) * k.shape[-1] ** -0.5
        if mask is not None: s = np.where(mask == 0, -np.inf, s)
        return sm(s) @ v
class MultiHeadAttention:
    def __init__(self, d, h):
        self.heads = [Head(d, d // h) for _ in range(h)]; self.proj = Linear(d, d)
    def forward(self, x, mask=None):
        return self.proj(np.concatenate([h(x, mask) for h in self.heads], -1))

class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)
    def forward(self, x, mask=None):
        x = x + self.attention.forward(self.norm1.forward(x), mask)
        return x + self.ffn.forward(self.norm2.forward(x))
