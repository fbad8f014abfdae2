"""
title = "Token id 0 is treated as padding"
explanation = "Token 0 is blanked out: its embedding is zeroed, or nobody may attend to it, or its place gets no logits. In this exercise 0 is a token like any other; nothing says that it stands for padding."
hint = "Run a sequence with id 0 in it, then rename the ids so that none is 0. Which line makes a difference between them?"
ceiling = 0.9
has.FINAL_NORM = "final_norm.gamma"
flavours.WHAT = ["embedding", "keys", "logits", "sum"]
"""

import numpy as np

CAUSAL = True
FINAL_NORM = False
WHAT = "embedding"


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
        if WHAT == "keys":
            hidden = np.where(tokens == 0, -1e9, 0.0)[:, None, :]
            mask = hidden if mask is None else mask + hidden
        x = self.embed(tokens)
        if WHAT == "embedding":
            x = x * (tokens != 0)[..., None]
        x = x + self.pos_embed(seq)
        if WHAT == "sum":
            x = x * (tokens != 0)[..., None]
        for layer in self.layers:
            x = layer(x, mask)
        if FINAL_NORM:
            x = self.final_norm(x)
        logits = self.output(x)
        return logits * (tokens != 0)[..., None] if WHAT == "logits" else logits
