"""
title = "A norm before the first layer"
explanation = "Embedding plus position is normalised before it enters the stack. BERT does that; the model asked for here does not. Each block has its own norms, and the stream between them stays unnormalised."
hint = "List all norms on the way of a token from embedding to logits, and compare the list with the task."
ceiling = 0.6
"""

import numpy as np

CAUSAL = True


class Transformer:
    def __init__(self, vocab_size, d_model, n_heads, n_layers, d_ff, max_len):
        self.embed = Embedding(vocab_size, d_model)
        self.pos_embed = PositionalEncoding(max_len, d_model)
        self.layers = [TransformerBlock(d_model, n_heads, d_ff) for _ in range(n_layers)]
        self.output = Linear(d_model, vocab_size)
        self.norm = LayerNorm(d_model)

    def forward(self, tokens):
        seq = tokens.shape[1]
        mask = np.triu(np.full((seq, seq), -np.inf), 1) if CAUSAL else None
        x = self.norm(self.embed(tokens) + self.pos_embed(seq))
        for layer in self.layers:
            x = layer(x, mask)
        return self.output(x)
