import numpy as np


class PositionalEncoding:
    def __init__(self, max_len, d_model):
        pe = np.zeros((max_len, d_model))
        for pos in range(max_len):
            for i in range(0, d_model, 2):
                pe[pos, i] = np.sin(pos / 10000 ** (i / d_model))
                pe[pos, i + 1] = np.cos(pos / 10000 ** (i / d_model))
        self.pe = pe[np.newaxis]

    def forward(self, x):
        return x + self.pe[:, :x.shape[1]]


class Linear:
    def __init__(self, in_features, out_features):
        self.weight = np.random.randn(out_features, in_features) * 0.02

    def forward(self, x):
        return x @ self.weight.T


class Transformer:
    def __init__(self, vocab_size, d_model, n_heads, n_layers, d_ff, max_len):
        self.embed = Embedding(vocab_size, d_model)
        self.pos_embed = PositionalEncoding(max_len, d_model)
        self.layers = [
            TransformerBlock(d_model, n_heads, d_ff)
            for _ in range(n_layers)
        ]
        self.output = Linear(d_model, vocab_size)

    def forward(self, tokens):
        x = self.pos_embed.forward(self.embed.forward(tokens))
        n = x.shape[1]
        mask = np.tril(np.ones((n, n)))
        for layer in self.layers:
            x = layer.forward(x, mask)
        return self.output.forward(x)
