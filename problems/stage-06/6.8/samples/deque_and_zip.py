from collections import deque

import numpy as np


class Transformer:
    def __init__(self, vocab_size, d_model, n_heads, n_layers, d_ff, max_len):
        self.embed = Embedding(vocab_size, d_model)
        self.pos_embed = PositionalEncoding(max_len, d_model)
        self.layers = deque(TransformerBlock(d_model, n_heads, d_ff) for _ in range(n_layers))
        self.output = Linear(d_model, vocab_size)
        self.names = [f"layer{i}" for i in range(n_layers)]
        self.trace = {}

    def forward(self, tokens):
        seq = tokens.shape[1]
        mask = np.triu(np.full((seq, seq), -np.inf), 1)
        h = self.embed(tokens) + self.pos_embed(seq)
        for name, layer in zip(self.names, self.layers):
            h = layer(h, mask)
            self.trace[name] = h
        return self.output(h)
