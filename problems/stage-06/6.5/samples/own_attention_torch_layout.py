import numpy as np


class Linear:
    """As in PyTorch: the weight is [out, in]."""

    def __init__(self, in_features, out_features):
        bound = in_features**-0.5
        self.weight = np.random.uniform(-bound, bound, size=(out_features, in_features))
        self.bias = np.random.uniform(-bound, bound, size=(out_features,))

    def forward(self, x):
        return x @ self.weight.T + self.bias


class MultiHeadAttention:
    def __init__(self, d_model, n_heads):
        self.n_heads = n_heads
        self.q_proj = Linear(d_model, d_model)
        self.k_proj = Linear(d_model, d_model)
        self.v_proj = Linear(d_model, d_model)
        self.out_proj = Linear(d_model, d_model)

    def forward(self, x, mask=None):
        B, T, C = x.shape
        split = lambda t: t.reshape(B, T, self.n_heads, C // self.n_heads).transpose(0, 2, 1, 3)
        q = split(self.q_proj.forward(x))
        k = split(self.k_proj.forward(x))
        v = split(self.v_proj.forward(x))
        att = q @ k.transpose(0, 1, 3, 2) / np.sqrt(C // self.n_heads)
        if mask is not None:
            att = att + mask
        att = np.exp(att - att.max(axis=-1, keepdims=True))
        att = att / att.sum(axis=-1, keepdims=True)
        y = (att @ v).transpose(0, 2, 1, 3).reshape(B, T, C)
        return self.out_proj.forward(y)


class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        x = x + self.attention.forward(self.norm1.forward(x), mask)
        return x + self.ffn.forward(self.norm2.forward(x))
