"""
title = "Tokens are looked up one row off"
explanation = "Token t gets the embedding of another id, one above or below. Ids count from 0, and token t owns row t of the table."
hint = "Which row of embed.weight does token id 0 read? And the largest id?"
ceiling = 0.6
has.FINAL_NORM = "final_norm.gamma"
flavours.SHIFT = [-1, 1]
"""

import numpy as np

CAUSAL = True
FINAL_NORM = False
SHIFT = -1


class Transformer:
    def __init__(self, vocab_size, d_model, n_heads, n_layers, d_ff, max_len):
        self.embed = Embedding(vocab_size, d_model)
        self.pos_embed = PositionalEncoding(max_len, d_model)
        self.layers = [TransformerBlock(d_model, n_heads, d_ff) for _ in range(n_layers)]
        self.output = Linear(d_model, vocab_size)
        if FINAL_NORM:
            self.final_norm = LayerNorm(d_model)
        self.vocab_size = vocab_size

    def forward(self, tokens):
        seq = tokens.shape[1]
        mask = np.triu(np.full((seq, seq), -np.inf), 1) if CAUSAL else None
        x = self.embed((tokens + SHIFT) % self.vocab_size) + self.pos_embed(seq)
        for layer in self.layers:
            x = layer(x, mask)
        if FINAL_NORM:
            x = self.final_norm(x)
        return self.output(x)
