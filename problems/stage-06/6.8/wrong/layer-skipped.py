"""
title = "One layer is left out"
explanation = "One layer fewer than n_layers is applied: the first, or the last, is never called."
hint = "Count the rounds of your loop for n_layers = 3, and for n_layers = 1."
ceiling = 0.7
has.FINAL_NORM = "final_norm.gamma"
flavours.WHICH = ["last", "first"]
"""

import numpy as np

CAUSAL = True
FINAL_NORM = False
WHICH = "last"


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
        x = self.embed(tokens) + self.pos_embed(seq)
        for layer in self.layers[1:] if WHICH == "first" else self.layers[:-1]:
            x = layer(x, mask)
        if FINAL_NORM:
            x = self.final_norm(x)
        return self.output(x)
