"""
title = "The mask has the size of the batch"
explanation = "The mask is built from the first axis of tokens, which is the batch. It has to be [seq, seq]; it fits only if there happen to be as many sequences as tokens in each."
hint = "Print the shape of your mask for two sequences of five tokens."
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

    def forward(self, tokens):
        seq = tokens.shape[1]
        batch = len(tokens)
        mask = np.triu(np.full((batch, batch), -np.inf), 1)
        x = self.embed(tokens) + self.pos_embed(seq)
        for layer in self.layers:
            x = layer(x, mask)
        if FINAL_NORM:
            x = self.final_norm(x)
        return self.output(x)
