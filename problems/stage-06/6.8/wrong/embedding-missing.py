"""
title = "The tokens themselves never enter"
explanation = "Only the position vectors go into the layers. The logits are the same for every sequence of the same length, whatever its tokens are."
hint = "Call forward with two different token arrays of the same shape. Should the logits be equal?"
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
        x = np.broadcast_to(self.pos_embed(seq), (len(tokens), seq, self.width))
        for layer in self.layers:
            x = layer(x, mask)
        if FINAL_NORM:
            x = self.final_norm(x)
        return self.output(x)
