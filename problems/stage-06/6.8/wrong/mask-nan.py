"""
title = "The mask holds NaN (0 * -inf)"
explanation = "Multiplying a 0-1 matrix by -inf makes 0 * -inf = NaN wherever the mask should be 0, and NaN spreads through every score. Choose the value entry by entry instead of multiplying, or use a large finite number."
hint = "Print the mask for three tokens. What is 0 * -np.inf in NumPy?"
ceiling = 0.4
has.FINAL_NORM = "final_norm.gamma"
"""

import numpy as np

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
        mask = np.triu(np.ones((seq, seq)), 1) * -np.inf
        x = self.embed(tokens) + self.pos_embed(seq)
        for layer in self.layers:
            x = layer(x, mask)
        if FINAL_NORM:
            x = self.final_norm(x)
        return self.output(x)
