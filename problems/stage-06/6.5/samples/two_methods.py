from functools import reduce


class TransformerBlock:
    """The two branches as methods, the residual as one more."""

    def __init__(self, d_model, n_heads, d_ff):
        self.d_model, self.n_heads, self.d_ff = d_model, n_heads, d_ff
        self.attention = MultiHeadAttention(d_model=d_model, n_heads=n_heads)
        self.ffn = FeedForward(d_model=d_model, d_ff=d_ff)
        self.norm1 = LayerNorm(d_model, eps=1e-5)
        self.norm2 = LayerNorm(d_model, eps=1e-5)

    def _attend(self, x, mask):
        return self.attention(self.norm1(x), mask)

    def _feed(self, x):
        return self.ffn(self.norm2(x))

    def forward(self, x, mask=None):
        branches = (lambda h: self._attend(h, mask), self._feed)
        return reduce(lambda stream, branch: stream + branch(stream), branches, x)

    __call__ = forward
