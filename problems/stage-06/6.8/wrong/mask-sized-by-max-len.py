"""
title = "The mask always has the size of max_len"
explanation = "The mask is [max_len, max_len] whatever the length of the sequences, so it fits only sequences of full length. Cut it to [:seq, :seq], or build it for the length at hand."
hint = "Which shape do the attention scores have for five tokens, and which your mask?"
ceiling = 0.6
has.FINAL_NORM = "final_norm.gamma"
"""

import numpy as np

FINAL_NORM = False


class Transformer:
    def __init__(self, vocab_size, d_model, n_heads, n_layers, d_ff, max_len):
        self.embed = Embedding(vocab_size, d_model)
        self.pos_embed = PositionalEncoding(max_len, d_model)
        self.layers = [TransformerBlock(d_model, n_heads, d_ff) for _ in range(n_layers)]
        self.output = Linear(d_model, vocab_size)
        if FINAL_NORM:
            self.final_norm = LayerNorm(d_model)
        self.mask = np.triu(np.full((max_len, max_len), -np.inf), 1)

    def forward(self, tokens):
        seq = tokens.shape[1]
        x = self.embed(tokens) + self.pos_embed(seq)
        for layer in self.layers:
            x = layer(x, self.mask)
        if FINAL_NORM:
            x = self.final_norm(x)
        return self.output(x)
