"""
title = "The embeddings are added again after every layer"
explanation = "After each layer the embeddings (with their positions) are added to the stream once more. They enter once; the residuals inside the blocks carry them on."
hint = "Which plus signs stand inside your loop?"
ceiling = 0.7
has.FINAL_NORM = "final_norm.gamma"
flavours.WHEN = ["every", "once"]
"""

import numpy as np

CAUSAL = True
FINAL_NORM = False
WHEN = "every"


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
        start = x
        for layer in self.layers:
            x = layer(x, mask) + start
        if WHEN == "once":
            x = start
            for layer in self.layers:
                x = layer(x, mask)
            x = x + start
        if FINAL_NORM:
            x = self.final_norm(x)
        return self.output(x)
