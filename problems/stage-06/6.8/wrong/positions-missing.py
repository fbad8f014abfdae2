"""
title = "No positions"
explanation = "The embedded tokens go into the layers as they are. Attention is blind to order: without positions a sequence and its shuffled copy look alike, and only a causal mask leaves a trace of the order."
hint = "Give your model the same token at every place of a sequence. Should the places differ? What in your code could tell them apart?"
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

    def forward(self, tokens):
        seq = tokens.shape[1]
        mask = np.triu(np.full((seq, seq), -np.inf), 1) if CAUSAL else None
        x = self.embed(tokens)
        for layer in self.layers:
            x = layer(x, mask)
        if FINAL_NORM:
            x = self.final_norm(x)
        return self.output(x)
