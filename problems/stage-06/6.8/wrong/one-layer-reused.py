"""
title = "One layer is used over and over"
explanation = "The loop runs as often as there are layers, but it is the same layer each time; the weights of the others are never read."
hint = "Which object does your loop call in its second round?"
ceiling = 0.7
has.FINAL_NORM = "final_norm.gamma"
flavours.WHICH = [0, -1]
"""

import numpy as np

CAUSAL = True
FINAL_NORM = False
WHICH = 0


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
        for _ in self.layers:
            x = self.layers[WHICH](x, mask)
        if FINAL_NORM:
            x = self.final_norm(x)
        return self.output(x)
