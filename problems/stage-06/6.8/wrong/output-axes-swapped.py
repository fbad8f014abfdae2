"""
title = "The axes of the logits are exchanged"
explanation = "The numbers are right and stand in the wrong order: the task asks for [batch, seq, vocab], in this order."
hint = "Print the shape of your result for two sequences of five tokens and a vocabulary of eleven."
ceiling = 0.4
has.FINAL_NORM = "final_norm.gamma"
flavours.AXES = ["batch and seq", "seq and vocab"]
"""

import numpy as np

CAUSAL = True
FINAL_NORM = False
AXES = "batch and seq"


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
        logits = self.output(x)
        return logits.swapaxes(0, 1) if AXES == "batch and seq" else logits.swapaxes(1, 2)
