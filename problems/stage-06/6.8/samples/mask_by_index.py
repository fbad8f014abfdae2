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
        t = tokens.shape[-1]
        mask = np.zeros((t, t))
        mask[np.triu_indices(t, k=1)] = -np.inf
        x = self.embed(tokens)
        x = x + self.pos_embed(t)[np.newaxis, :, :]
        for blk in self.layers:
            x = blk(x, mask)
        return self.output(x)
