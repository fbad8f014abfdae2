"""
title = "Parts are created in forward"
explanation = "forward builds new layers (or a new embedding, or a new output) with new random weights at every call, so nothing that was learned or loaded is used, and the same input gives another answer each time."
hint = "Which of your constructors run when forward is called? Call it twice with the same tokens."
ceiling = 0.6
symptom = "not-repeatable-unrelated"
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
        self.sizes = d_model, n_heads, d_ff

    def forward(self, tokens):
        seq = tokens.shape[1]
        mask = np.triu(np.full((seq, seq), -np.inf), 1) if CAUSAL else None
        x = self.embed(tokens) + self.pos_embed(seq)
        for layer in [TransformerBlock(*self.sizes) for _ in self.layers]:
            x = layer(x, mask)
        if FINAL_NORM:
            x = self.final_norm(x)
        return self.output(x)
