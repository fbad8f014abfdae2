"""
title = "Positions are added again in every layer"
explanation = "The position vectors are added to the stream more than once: each layer gets them anew. They belong to the input of the first layer; the residual stream carries them on."
hint = "Count how often the position vectors are added in a model of three layers. Which line runs once a layer, and which once?"
ceiling = 0.6
has.FINAL_NORM = "final_norm.gamma"
flavours.WHEN = ["before", "at the start too", "after"]
"""

import numpy as np

CAUSAL = True
FINAL_NORM = False
WHEN = "before"


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
        x = self.embed(tokens)
        position = self.pos_embed(seq)
        if WHEN == "at the start too":
            x = x + position
        for layer in self.layers:
            x = layer(x, mask) + position if WHEN == "after" else layer(x + position, mask)
        if FINAL_NORM:
            x = self.final_norm(x)
        return self.output(x)
