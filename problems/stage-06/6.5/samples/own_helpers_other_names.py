import numpy as np


class CausalSelfAttention:
    def __init__(self, d_model, n_heads):
        self.n_heads = n_heads
        self.c_attn = np.random.randn(d_model, 3 * d_model) * 0.02
        self.c_proj = np.random.randn(d_model, d_model) * 0.02

    def __call__(self, x, mask=None):
        B, T, C = x.shape
        q, k, v = np.split(x @ self.c_attn, 3, axis=2)
        q, k, v = (t.reshape(B, T, self.n_heads, C // self.n_heads).transpose(0, 2, 1, 3) for t in (q, k, v))
        att = q @ k.swapaxes(-2, -1) / np.sqrt(k.shape[-1])
        if mask is not None:
            att = np.where(mask == 0, -np.inf, att)
        att = np.exp(att - att.max(-1, keepdims=True))
        att /= att.sum(-1, keepdims=True)
        return (att @ v).transpose(0, 2, 1, 3).reshape(B, T, C) @ self.c_proj


class MLP:
    def __init__(self, d_model, d_ff):
        self.c_fc, self.b_fc = np.random.randn(d_model, d_ff) * 0.02, np.zeros(d_ff)
        self.c_proj, self.b_proj = np.random.randn(d_ff, d_model) * 0.02, np.zeros(d_model)

    def __call__(self, x):
        h = x @ self.c_fc + self.b_fc
        h = 0.5 * h * (1 + np.tanh(np.sqrt(2 / np.pi) * (h + 0.044715 * h**3)))
        return h @ self.c_proj + self.b_proj


class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.ln_1 = LayerNorm(d_model)
        self.attn = CausalSelfAttention(d_model, n_heads)
        self.ln_2 = LayerNorm(d_model)
        self.mlp = MLP(d_model, d_ff)

    def forward(self, x, mask=None):
        x = x + self.attn(self.ln_1(x), mask)
        x = x + self.mlp(self.ln_2(x))
        return x
