"""
title = "The output matrix is the wrong way round"
explanation = "The stream is multiplied by an array of shape [vocab_size, d_model] (the embedding table, or the transposed output matrix), and the inner axes do not fit. From d_model features to vocab_size numbers goes a matrix [d_model, vocab_size]."
hint = "Write the shapes of both factors side by side: the last axis of the first must be the first axis of the second."
ceiling = 0.4
has.FINAL_NORM = "final_norm.gamma"
"""

import numpy as np

CAUSAL = True
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
        mask = np.triu(np.full((seq, seq), -np.inf), 1) if CAUSAL else None
        x = self.embed(tokens) + self.pos_embed(seq)
        for layer in self.layers:
            x = layer(x, mask)
        if FINAL_NORM:
            x = self.final_norm(x)
        return x @ self.embed.weight
