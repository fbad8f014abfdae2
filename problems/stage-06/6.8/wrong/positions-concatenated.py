"""
title = "Positions are put beside the embedding"
explanation = "Embedding and position vector are joined along the last axis, so the stream is twice as wide as the layers expect. Both have d_model features and are added."
hint = "Print the last axis of what goes into the first layer, and compare it with d_model."
ceiling = 0.6
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
        self.width = d_model

    def forward(self, tokens):
        seq = tokens.shape[1]
        mask = np.triu(np.full((seq, seq), -np.inf), 1) if CAUSAL else None
        position = np.broadcast_to(self.pos_embed(seq), (len(tokens), seq, self.width))
        x = np.concatenate([self.embed(tokens), position], axis=-1)
        for layer in self.layers:
            x = layer(x, mask)
        if FINAL_NORM:
            x = self.final_norm(x)
        return self.output(x)
