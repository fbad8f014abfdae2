"""
title = "A softmax over another axis"
explanation = "A softmax is applied at the end, and not even over the vocabulary: it runs over the sequence, the batch, or everything. The task asks for logits, without any softmax."
hint = "Sum your result over each axis. Which sums are 1?"
ceiling = 0.6
has.FINAL_NORM = "final_norm.gamma"
flavours.AXIS = [1, 0, "all"]
"""

import numpy as np

CAUSAL = True
FINAL_NORM = False
AXIS = 1


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
        axis = None if AXIS == "all" else AXIS
        weights = np.exp(logits - logits.max(axis=axis, keepdims=True))
        return weights / weights.sum(axis=axis, keepdims=True)
