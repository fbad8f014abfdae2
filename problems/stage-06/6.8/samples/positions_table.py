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

    def forward(self, tokens):
        s = tokens.shape[1]
        x = self.embed(tokens) + self.pos_embed()[:s]
        keep = np.tril(np.ones((s, s), dtype=bool))
        for layer in self.layers:
            x = layer(x, keep)
        return self.output(x)
