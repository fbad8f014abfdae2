"""
title = "The logits are scaled"
explanation = "The logits are divided (or multiplied) by sqrt(d_model), a temperature that nobody asked for. The output layer's result is returned as it is."
hint = "What stands between the output layer and the return?"
ceiling = 0.6
has.FINAL_NORM = "final_norm.gamma"
flavours.HOW = ["divided", "multiplied"]
"""

import numpy as np

CAUSAL = True
FINAL_NORM = False
HOW = "divided"


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
        x = self.embed(tokens) + self.pos_embed(seq)
        for layer in self.layers:
            x = layer(x, mask)
        if FINAL_NORM:
            x = self.final_norm(x)
        logits = self.output(x)
        return logits / np.sqrt(self.width) if HOW == "divided" else logits * np.sqrt(self.width)
