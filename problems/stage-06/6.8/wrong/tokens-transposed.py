"""
title = "The tokens are transposed"
explanation = "tokens is taken for [seq, batch] and turned round (or read that way), so the n-th tokens of all sequences are treated as one sequence."
hint = "Print the first row of what you embed: is it one sequence, or one token of each?"
ceiling = 0.6
has.FINAL_NORM = "final_norm.gamma"
flavours.BACK = [false, true]
"""

import numpy as np

CAUSAL = True
FINAL_NORM = False
BACK = False


class Transformer:
    def __init__(self, vocab_size, d_model, n_heads, n_layers, d_ff, max_len):
        self.embed = Embedding(vocab_size, d_model)
        self.pos_embed = PositionalEncoding(max_len, d_model)
        self.layers = [TransformerBlock(d_model, n_heads, d_ff) for _ in range(n_layers)]
        self.output = Linear(d_model, vocab_size)
        if FINAL_NORM:
            self.final_norm = LayerNorm(d_model)

    def forward(self, tokens):
        rows = tokens.T
        batch = len(tokens)
        mask = np.triu(np.full((batch, batch), -np.inf), 1) if CAUSAL else None
        x = self.embed(rows) + self.pos_embed(batch)
        for layer in self.layers:
            x = layer(x, mask)
        if FINAL_NORM:
            x = self.final_norm(x)
        logits = self.output(x)
        return logits.swapaxes(0, 1) if BACK else logits
