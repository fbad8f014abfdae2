"""
title = "A norm between the layers"
explanation = "The final norm is applied after every layer, not once after the last. That turns the pre-norm stack into something between pre-norm and post-norm: the stream is rescaled again and again."
hint = "How often does your final norm run in a model of three layers?"
ceiling = 0.7
"""

import numpy as np

CAUSAL = True


class Transformer:
    def __init__(self, vocab_size, d_model, n_heads, n_layers, d_ff, max_len):
        self.embed = Embedding(vocab_size, d_model)
        self.pos_embed = PositionalEncoding(max_len, d_model)
        self.layers = [TransformerBlock(d_model, n_heads, d_ff) for _ in range(n_layers)]
        self.output = Linear(d_model, vocab_size)
        self.final_norm = LayerNorm(d_model)

    def forward(self, tokens):
        seq = tokens.shape[1]
        mask = np.triu(np.full((seq, seq), -np.inf), 1) if CAUSAL else None
        x = self.embed(tokens) + self.pos_embed(seq)
        for layer in self.layers:
            x = self.final_norm(layer(x, mask))
        return self.output(x)
