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
        self.causal = np.triu(np.full((max_len, max_len), -np.inf), k=1)

    def forward(self, tokens):
        n = tokens.shape[1]
        h = self.embed(tokens) + self.pos_embed(n)
        for layer in self.layers:
            h = layer(h, self.causal[:n, :n])
        return self.output(h)
