"""
title = "A token sees only its nearest predecessors"
explanation = "The mask shows a token itself and a fixed number of tokens before it, not all of them. What lies further back is lost in each layer."
hint = "Which columns may the last row of your mask see?"
ceiling = 0.7
has.FINAL_NORM = "final_norm.gamma"
flavours.BACK = [1, 2]
"""

import numpy as np

FINAL_NORM = False
BACK = 1


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
        distance = np.arange(seq)[:, None] - np.arange(seq)
        mask = np.where((distance >= 0) & (distance <= BACK), 0.0, -np.inf)
        x = self.embed(tokens) + self.pos_embed(seq)
        for layer in self.layers:
            x = layer(x, mask)
        if FINAL_NORM:
            x = self.final_norm(x)
        return self.output(x)
