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
        self.final_norm = LayerNorm(d_model)

    def forward(self, tokens):
        T = tokens.shape[1]
        x = self.embed(tokens) + self.pos_embed(T)
        mask = np.triu(np.full((T, T), -np.inf), k=1)
        for layer in self.layers:
            x = layer(x, mask)
        return self.output(self.final_norm(x))
