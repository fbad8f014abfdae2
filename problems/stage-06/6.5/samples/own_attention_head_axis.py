import numpy as np

def sm(s):
    e = np.exp(s - s.max(-1, keepdims=True)); return e / e.sum(-1, keepdims=True)

class MultiHeadAttention:
    def __init__(self, d, h):
        self.W_q, self.W_k, self.W_v = (np.random.randn(d, h, d // h) for _ in range(3)); self.W_o = np.random.randn(h, d // h, d)
    def forward(self, x, mask=None):
        q, k, v = (np.einsum('bsd,dhk->bhsk', x, w) for w in (self.W_q, self.W_k, self.W_v))
        s = q @ k.swapaxes(-1, -2) / np.sqrt(q.shape[-1])
        if mask is not None: s = s + mask
        return np.einsum('bhsk,hkd->bsd', sm(s) @ v, self.W_o)

class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)
    def forward(self, x, mask=None):
        x = x + self.attention.forward(self.norm1.forward(x), mask)
        return x + self.ffn.forward(self.norm2.forward(x))
