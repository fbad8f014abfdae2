import numpy as np


# ---------------------------------------------------------------- 6.5
class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        x = x + self.attention(self.norm1(x), mask)
        return x + self.ffn(self.norm2(x))


# ---------------------------------------------------------------- 6.6
class FeedForward:
    def __init__(self, d_model, d_ff):
        self.W1 = np.random.randn(d_model, d_ff) * 0.02
        self.W2 = np.random.randn(d_ff, d_model) * 0.02
        self.b1 = np.zeros(d_ff)
        self.b2 = np.zeros(d_model)

    def gelu(self, x):
        return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))

    def forward(self, x):
        """FFN(x) = W2 * GELU(W1 * x + b1) + b2"""
        return self.gelu(x @ self.W1 + self.b1) @ self.W2 + self.b2

    __call__ = forward


# ---------------------------------------------------------------- 6.7
class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = eps

    def forward(self, x):
        mean = x.mean(axis=-1, keepdims=True)
        var = x.var(axis=-1, keepdims=True)
        return self.gamma * (x - mean) / np.sqrt(var + self.eps) + self.beta

    def __call__(self, x):
        return self.forward(x)


# ---------------------------------------------------------------- 6.10
def apply_rope(x: np.ndarray, positions: np.ndarray) -> np.ndarray:
    # TODO: Research and implement
    pass


# ---------------------------------------------------------------- 6.11
class SwiGLU_FFN:
    def __init__(self, d_model, d_ff):
        self.W_gate = ...
        self.W_up = ...
        self.W_down = ...

    def forward(self, x):
        ...
