import numpy as np


def softmax(x, axis=-1):
    e = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return e / np.sum(e, axis=axis, keepdims=True)


def gelu(x):
    return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))


class Linear:
    def __init__(self, d_in, d_out):
        self.W = np.random.randn(d_in, d_out) * 0.02
        self.b = np.zeros(d_out)

    def forward(self, x):
        return x @ self.W + self.b


class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = eps

    def forward(self, x):
        mean = x.mean(axis=-1, keepdims=True)
        var = x.var(axis=-1, keepdims=True)
        return self.gamma * (x - mean) / np.sqrt(var + self.eps) + self.beta


class FeedForward:
    def __init__(self, d_model, d_ff):
        self.fc1 = Linear(d_model, d_ff)
        self.fc2 = Linear(d_ff, d_model)

    def forward(self, x):
        return self.fc2.forward(gelu(self.fc1.forward(x)))


class MultiHeadAttention:
    def __init__(self, d_model, n_heads):
        assert d_model % n_heads == 0
        self.n_heads = n_heads
        self.head_dim = d_model // n_heads
        self.q_proj = Linear(d_model, d_model)
        self.k_proj = Linear(d_model, d_model)
        self.v_proj = Linear(d_model, d_model)
        self.out_proj = Linear(d_model, d_model)

    def forward(self, x, mask=None):
        B, S, D = x.shape

        def heads(t):
            return t.reshape(B, S, self.n_heads, self.head_dim).transpose(0, 2, 1, 3)

        q, k, v = heads(self.q_proj.forward(x)), heads(self.k_proj.forward(x)), heads(self.v_proj.forward(x))
        scores = q @ k.transpose(0, 1, 3, 2) / np.sqrt(self.head_dim)
        if mask is not None:
            scores = np.where(mask, scores, -1e9)
        out = softmax(scores) @ v
        return self.out_proj.forward(out.transpose(0, 2, 1, 3).reshape(B, S, D))


class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        x = x + self.attention.forward(self.norm1.forward(x), mask)
        return x + self.ffn.forward(self.norm2.forward(x))


class Embedding:
    def __init__(self, vocab_size, d_model):
        self.table = np.random.randn(vocab_size, d_model) * 0.02

    def forward(self, tokens):
        return self.table[tokens]


class PositionalEncoding:
    def __init__(self, max_len, d_model):
        self.table = np.random.randn(max_len, d_model) * 0.02

    def forward(self, seq_len):
        return self.table[:seq_len]


class Transformer:
    def __init__(self, vocab_size, d_model, n_heads, n_layers, d_ff, max_len):
        self.embed = Embedding(vocab_size, d_model)
        self.pos_embed = PositionalEncoding(max_len, d_model)
        self.layers = [TransformerBlock(d_model, n_heads, d_ff) for _ in range(n_layers)]
        self.output = Linear(d_model, vocab_size)

    def forward(self, tokens):
        _, seq = tokens.shape
        mask = np.tril(np.ones((seq, seq), dtype=bool))
        x = self.embed.forward(tokens) + self.pos_embed.forward(seq)
        for layer in self.layers:
            x = layer.forward(x, mask)
        return self.output.forward(x)
