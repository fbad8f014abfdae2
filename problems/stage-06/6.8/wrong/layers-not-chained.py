"""
title = "Layers are not chained"
explanation = "Every layer reads the same input instead of the output of the layer before it, so only the last layer counts and the depth is lost."
hint = "What does the second layer receive? Write down which name each layer reads, and which name it writes."
ceiling = 0.7
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
        seq = tokens.shape[1]
        mask = np.triu(np.full((seq, seq), -np.inf), 1) if CAUSAL else None
        x = self.embed(tokens) + self.pos_embed(seq)
        outputs = [layer(x, mask) for layer in self.layers]
        x = outputs[-1]
        if FINAL_NORM:
            x = self.final_norm(x)
        return self.output(x)
