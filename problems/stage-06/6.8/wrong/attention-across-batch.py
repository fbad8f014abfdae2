"""
title = "Batch and sequence are exchanged"
explanation = "The array goes through the layers as [seq, batch, d_model] (the layout of some PyTorch modules), so attention runs over the sequences of the batch instead of over the tokens of a sequence."
hint = "Attention mixes the second axis from the right. What stands there when your layers are called?"
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
        seq = tokens.shape[1]
        batch = len(tokens)
        mask = np.triu(np.full((batch, batch), -np.inf), 1) if CAUSAL else None
        x = self.embed(tokens) + self.pos_embed(seq)
        x = x.swapaxes(0, 1)
        for layer in self.layers:
            x = layer(x, mask)
        x = x.swapaxes(0, 1)
        if FINAL_NORM:
            x = self.final_norm(x)
        return self.output(x)
