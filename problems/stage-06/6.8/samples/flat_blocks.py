import numpy as np

def gelu(x):
    return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi) * (x + 0.044715 * x**3)))


class Layer:
    def __init__(self, d, h, f):
        self.h = h
        self.Wq, self.Wk, self.Wv, self.Wo = [np.random.randn(d, d) / d**0.5 for _ in range(4)]
        self.W1, self.b1 = np.random.randn(d, f) / d**0.5, np.zeros(f)
        self.W2, self.b2 = np.random.randn(f, d) / f**0.5, np.zeros(d)
        self.g1, self.be1 = np.ones(d), np.zeros(d)
        self.g2, self.be2 = np.ones(d), np.zeros(d)

    def ln(self, x, g, b):
        return g * (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + 1e-5) + b

    def forward(self, x, mask):
        B, T, d = x.shape
        y = self.ln(x, self.g1, self.be1)
        q, k, v = [(y @ W).reshape(B, T, self.h, d // self.h).transpose(0, 2, 1, 3) for W in (self.Wq, self.Wk, self.Wv)]
        a = q @ k.transpose(0, 1, 3, 2) / np.sqrt(d // self.h) + mask
        a = np.exp(a - a.max(axis=-1, keepdims=True))
        a /= a.sum(axis=-1, keepdims=True)
        x = x + (a @ v).transpose(0, 2, 1, 3).reshape(B, T, d) @ self.Wo
        return x + gelu(self.ln(x, self.g2, self.be2) @ self.W1 + self.b1) @ self.W2 + self.b2


class Transformer:
    def __init__(self, vocab_size, d_model, n_heads, n_layers, d_ff, max_len):
        self.token_embedding = np.random.randn(vocab_size, d_model)
        self.position_embedding = np.random.randn(max_len, d_model)
        self.blocks = [Layer(d_model, n_heads, d_ff) for _ in range(n_layers)]
        self.lm_head = np.random.randn(d_model, vocab_size)

    def forward(self, tokens):
        T = tokens.shape[1]
        x = self.token_embedding[tokens] + self.position_embedding[:T]
        mask = np.triu(np.full((T, T), -np.inf), 1)
        for block in self.blocks:
            x = block.forward(x, mask)
        return x @ self.lm_head
