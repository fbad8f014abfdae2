"""
title = "Hidden positions still get weight"
explanation = "The number that is added to the scores of hidden positions is too small: after the softmax they keep a visible weight, and the future leaks in. It has to be so negative that exp() of it is 0."
hint = "Work out exp(m) for the number m in your mask, and compare it with exp(0)."
ceiling = 0.7
has.FINAL_NORM = "final_norm.gamma"
flavours.HIDDEN = [-1.0, -2.0, -3.0, -4.0, -5.0, -8.0, -10.0]
"""

import numpy as np

FINAL_NORM = False
HIDDEN = -1.0


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
        mask = np.triu(np.full((seq, seq), float(HIDDEN)), 1)
        x = self.embed(tokens) + self.pos_embed(seq)
        for layer in self.layers:
            x = layer(x, mask)
        if FINAL_NORM:
            x = self.final_norm(x)
        return self.output(x)
