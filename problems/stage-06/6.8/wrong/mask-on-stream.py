"""
title = "The mask is applied to the stream"
explanation = "The causal mask is multiplied into the activations instead of being handed to the attention. Hiding belongs to the scores, before their softmax; here tokens are mixed or erased by the mask itself."
hint = "Which array has the shape [query, key], and where does it exist?"
ceiling = 0.6
has.FINAL_NORM = "final_norm.gamma"
flavours.WHERE = ["layers", "end"]
"""

import numpy as np

FINAL_NORM = False
WHERE = "layers"


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
        mask = np.tril(np.ones((seq, seq)))
        x = self.embed(tokens) + self.pos_embed(seq)
        for layer in self.layers:
            x = layer(mask @ x if WHERE == "layers" else x)
        if WHERE == "end":
            x = mask @ x
        if FINAL_NORM:
            x = self.final_norm(x)
        return self.output(x)
