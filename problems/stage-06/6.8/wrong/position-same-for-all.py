"""
title = "All tokens share one position"
explanation = "One row of the position table is added to every token. That shifts all tokens alike and tells none of them where it stands."
hint = "Print the shape of what you add: is there a different row for each of the seq places?"
ceiling = 0.6
has.FINAL_NORM = "final_norm.gamma"
flavours.ROW = ["first", "last"]
"""

import numpy as np

CAUSAL = True
FINAL_NORM = False
ROW = "first"


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
        row = {"first": 0, "last": seq - 1}[ROW]
        x = self.embed(tokens) + self.pos_embed(np.array([row]))
        for layer in self.layers:
            x = layer(x, mask)
        if FINAL_NORM:
            x = self.final_norm(x)
        return self.output(x)
