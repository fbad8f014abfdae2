"""
title = "A token cannot see itself"
explanation = "The mask hides the diagonal too: position i sees only what stands before it. The first token then sees nothing at all, and its softmax is 0 / 0 (NaN) or spread over everything."
hint = "Which positions may the very first token attend to? Look at row 0 of your mask."
ceiling = 0.6
has.FINAL_NORM = "final_norm.gamma"
flavours.HIDDEN = ["-inf", "-1e9", "-1e4"]
"""

import numpy as np

FINAL_NORM = False
HIDDEN = "-inf"


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
        mask = np.triu(np.full((seq, seq), float(HIDDEN)), 0)
        x = self.embed(tokens) + self.pos_embed(seq)
        for layer in self.layers:
            x = layer(x, mask)
        if FINAL_NORM:
            x = self.final_norm(x)
        return self.output(x)
