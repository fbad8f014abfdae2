"""
title = "The batch is flattened into one sequence"
explanation = "All sequences of the batch are joined into one long sequence before the layers, so tokens attend to other sequences and the positions run on from one to the next."
hint = "Call forward with one sequence alone and with the same sequence in a batch. Are its logits the same?"
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
        rows, seq = tokens.shape
        mask = np.triu(np.full((rows * seq, rows * seq), -np.inf), 1) if CAUSAL else None
        x = (self.embed(tokens) + self.pos_embed(seq)).reshape(1, rows * seq, -1)
        for layer in self.layers:
            x = layer(x, mask)
        if FINAL_NORM:
            x = self.final_norm(x)
        return self.output(x).reshape(rows, seq, -1)
