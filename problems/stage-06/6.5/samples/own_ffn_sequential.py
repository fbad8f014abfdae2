import numpy as np

class Linear:
    def __init__(self, a, b): self.W = np.random.randn(a, b) * 0.1; self.b = np.zeros(b)
    def __call__(self, x): return x @ self.W + self.b
class GELU:
    def __call__(self, x): return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x ** 3)))
class FeedForward:
    def __init__(self, d, f): self.layers = [Linear(d, f), GELU(), Linear(f, d)]
    def forward(self, x):
        for l in self.layers: x = l(x)
        return x

class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)
    def forward(self, x, mask=None):
        x = x + self.attention.forward(self.norm1.forward(x), mask)
        return x + self.ffn.forward(self.norm2.forward(x))
