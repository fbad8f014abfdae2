import numpy as np


class Transformer:
    def __init__(self, vocab_size, d_model, n_heads, n_layers, d_ff, max_len):
        self.embed = Embedding(vocab_size, d_model)
        self.pos_embed = PositionalEncoding(max_len, d_model)
        self.layers = [
            TransformerBlock(d_model, n_heads, d_ff)
            for _ in range(n_layers)
        ]
        self.output = Linear(d_model, vocab_size)
        self.d_model = d_model

    def forward(self, tokens):
        b, n = tokens.shape
        x = self.embed.forward(tokens) * (self.d_model ** 0.5)
        x += self.pos_embed.forward(n)
        mask = np.triu(np.full((n, n), -1e9), 1)
        for layer in self.layers:
            x = layer.forward(x, mask)
        return self.output.forward(x)
