"""
title = "A second residual around each layer"
explanation = "x + layer(x) adds the stream once more: a block already contains its two residual connections, and hands back the stream with its own contribution in it."
hint = "What does TransformerBlock.forward return: what it adds, or the sum?"
ceiling = 0.7
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
            x = x + layer(x, mask)
        if FINAL_NORM:
            x = self.final_norm(x)
        return self.output(x)
