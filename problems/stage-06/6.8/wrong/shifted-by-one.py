"""
title = "The logits are shifted by one position"
explanation = "The logits are cut or moved by one place (as one does with the targets of a loss). forward returns one row for each token, in the order of the tokens; the shift belongs to the loss."
hint = "Which token's row is result[:, 0]? And how many rows are there?"
ceiling = 0.4
has.FINAL_NORM = "final_norm.gamma"
flavours.HOW = ["last cut", "first cut", "rolled"]
"""

import numpy as np

CAUSAL = True
FINAL_NORM = False
HOW = "last cut"


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
        return {"first cut": logits[:, 1:], "last cut": logits[:, :-1], "rolled": np.roll(logits, 1, axis=1)}[HOW]
