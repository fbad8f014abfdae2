"""
title = "An activation on the logits"
explanation = "A nonlinearity (ReLU, tanh, sigmoid) is applied to the logits. The output layer is plain linear: logits may be negative, and as large as they like."
hint = "Look at the smallest and the largest number you return. What bounds them?"
ceiling = 0.6
has.FINAL_NORM = "final_norm.gamma"
flavours.WHICH = ["relu", "tanh", "sigmoid"]
"""

import numpy as np

CAUSAL = True
FINAL_NORM = False
WHICH = "relu"


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
        return {"relu": np.maximum(logits, 0), "tanh": np.tanh(logits), "sigmoid": 1 / (1 + np.exp(-logits))}[WHICH]
