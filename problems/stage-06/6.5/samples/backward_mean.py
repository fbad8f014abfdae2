class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        self.x, self.mask = x, mask
        return self._f(x)

    def _f(self, x):
        x = x + self.attention(self.norm1(x), self.mask)
        return x + self.ffn(self.norm2(x))
    def backward(self, dout):
        g = np.zeros_like(self.x)
        for i in np.ndindex(*self.x.shape):
            e = np.zeros_like(self.x); e[i] = 1e-5
            g[i] = np.sum((self._f(self.x + e) - self._f(self.x - e)) * dout) / 2e-5
        return g.mean() * np.ones_like(g)
