import numpy as np
from scipy.special import erf


def gelu(x):
    return 0.5 * x * (1.0 + erf(x / np.sqrt(2.0)))


class Norm:
    def __init__(self, dim, eps=1e-5):
        self.weight, self.bias, self.eps = np.ones(dim), np.zeros(dim), eps

    def __call__(self, x):
        mu = x.mean(-1, keepdims=True)
        return (x - mu) / np.sqrt(((x - mu) ** 2).mean(-1, keepdims=True) + self.eps) * self.weight + self.bias


class SelfAttention:
    def __init__(self, d_model, n_heads):
        self.h = n_heads
        self.c_attn = np.random.randn(d_model, 3 * d_model) * 0.02
        self.c_proj = np.random.randn(d_model, d_model) * 0.02

    def __call__(self, x):
        n, d = x.shape[1:]
        q, k, v = np.split(x @ self.c_attn, 3, axis=-1)
        outs = []
        for i in range(self.h):
            s = slice(i * d // self.h, (i + 1) * d // self.h)
            scores = np.einsum("bqd,bkd->bqk", q[..., s], k[..., s]) / np.sqrt(d // self.h)
            scores[:, np.triu(np.ones((n, n), dtype=bool), 1)] = -np.inf
            p = np.exp(scores - scores.max(-1, keepdims=True))
            outs.append(np.einsum("bqk,bkd->bqd", p / p.sum(-1, keepdims=True), v[..., s]))
        return np.concatenate(outs, axis=-1) @ self.c_proj


class MLP:
    def __init__(self, d_model, d_ff):
        self.w1, self.b1 = np.random.randn(d_model, d_ff) * 0.02, np.zeros(d_ff)
        self.w2, self.b2 = np.random.randn(d_ff, d_model) * 0.02, np.zeros(d_model)

    def __call__(self, x):
        return gelu(x @ self.w1 + self.b1) @ self.w2 + self.b2


class Block:
    def __init__(self, d_model, n_heads, d_ff):
        self.ln_1, self.attn = Norm(d_model), SelfAttention(d_model, n_heads)
        self.ln_2, self.mlp = Norm(d_model), MLP(d_model, d_ff)

    def __call__(self, x):
        x = x + self.attn(self.ln_1(x))
        return x + self.mlp(self.ln_2(x))


class Transformer:
    def __init__(self, vocab_size, d_model, n_heads, n_layers, d_ff, max_len):
        self.wte = np.random.randn(vocab_size, d_model) * 0.02
        position = np.arange(max_len)[:, np.newaxis]
        div_term = np.exp(np.arange(0, d_model, 2) * -(np.log(10000.0) / d_model))
        self.pe = np.zeros((max_len, d_model))
        self.pe[:, 0::2] = np.sin(position * div_term)
        self.pe[:, 1::2] = np.cos(position * div_term)
        self.blocks = [Block(d_model, n_heads, d_ff) for _ in range(n_layers)]
        self.head = np.random.randn(d_model, vocab_size) * 0.02

    def forward(self, tokens):
        seq = tokens.shape[1]
        x = self.wte[tokens] + self.pe[None, :seq]
        for block in self.blocks:
            x = block(x)
        return x @ self.head
