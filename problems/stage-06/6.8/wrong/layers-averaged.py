"""
title = "Layers work side by side"
explanation = "All layers read the embeddings, and their outputs are added or averaged. A stack is a chain: each layer works on what the one before it made."
hint = "Draw your three layers as boxes with arrows. Is it a chain, or do three arrows leave the same box?"
ceiling = 0.7
has.FINAL_NORM = "final_norm.gamma"
flavours.HOW = ["mean", "sum"]
"""

import numpy as np

CAUSAL = True
FINAL_NORM = False
HOW = "mean"


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
        x = sum(layer(x, mask) for layer in self.layers) / (len(self.layers) if HOW == "mean" else 1)
        if FINAL_NORM:
            x = self.final_norm(x)
        return self.output(x)
