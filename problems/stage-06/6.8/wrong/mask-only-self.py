"""
title = "Each token sees only itself"
explanation = "The mask hides everything off the diagonal, so no token learns anything from another and attention is reduced to a linear map."
hint = "Which columns of row 2 are visible in your mask? Which should be?"
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
        mask = np.where(np.eye(seq) > 0, 0.0, -np.inf)
        x = self.embed(tokens) + self.pos_embed(seq)
        for layer in self.layers:
            x = layer(x, mask)
        if FINAL_NORM:
            x = self.final_norm(x)
        return self.output(x)
