"""
title = "Only some layers get the mask"
explanation = "A causal mask is built, but not every layer is given it. One layer without it is enough to carry the future into every position."
hint = "Print whether mask is None inside each layer of a model of three layers."
ceiling = 0.6
has.FINAL_NORM = "final_norm.gamma"
flavours.WHICH = ["first", "last", "not the first", "not the last"]
"""

import numpy as np

FINAL_NORM = False
WHICH = "first"


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
        mask = np.triu(np.full((seq, seq), -np.inf), 1)
        x = self.embed(tokens) + self.pos_embed(seq)
        last = len(self.layers) - 1
        for i, layer in enumerate(self.layers):
            masked = {"first": i == 0, "last": i == last, "not the first": i > 0, "not the last": i < last}[WHICH]
            x = layer(x, mask if masked else None)
        if FINAL_NORM:
            x = self.final_norm(x)
        return self.output(x)
