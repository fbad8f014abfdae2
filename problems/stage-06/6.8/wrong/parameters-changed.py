"""
title = "forward changes the weights"
explanation = "Something in forward writes into a weight (x += ... on an array that belongs to a table, or a position added in place), so the second call works with other weights than the first."
hint = "Is the array that your += writes to a new one, or the table of the embedding itself? Call forward twice with the same tokens."
ceiling = 0.7
has.FINAL_NORM = "final_norm.gamma"
"""

import numpy as np

CAUSAL = True
FINAL_NORM = False


class Transformer:
    def __init__(self, vocab_size, d_model, n_heads, n_layers, d_ff, max_len):
        self.embed = Embedding(vocab_size, d_model)
        self.pos_embed = PositionalEncoding(max_len, d_model)
        self.layers = [TransformerBlock(d_model, n_heads, d_ff) for _ in range(n_layers)]
        self.output = Linear(d_model, vocab_size)
        if FINAL_NORM:
            self.final_norm = LayerNorm(d_model)

    def forward(self, tokens):
        seq = tokens.shape[1]
        mask = np.triu(np.full((seq, seq), -np.inf), 1) if CAUSAL else None
        table = self.pos_embed(seq)
        x = self.embed(tokens) + table
        for layer in self.layers:
            x = layer(x, mask)
        if FINAL_NORM:
            x = self.final_norm(x)
        logits = self.output(x)
        table += x[0]
        return logits
