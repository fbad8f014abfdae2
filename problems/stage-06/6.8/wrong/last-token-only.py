"""
title = "Only the last position comes out"
explanation = "The logits of the last position are returned. That is enough to generate the next token, but the task asks for logits at every position: training uses them all."
hint = "Compare the second axis of your result with that of tokens."
ceiling = 0.4
has.FINAL_NORM = "final_norm.gamma"
flavours.KEEP = [true, false]
"""

import numpy as np

CAUSAL = True
FINAL_NORM = False
KEEP = True


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
        return logits[:, -1:] if KEEP else logits[:, -1]
