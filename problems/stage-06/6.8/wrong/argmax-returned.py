"""
title = "Token ids instead of logits"
explanation = "The result is the most likely token at each position, [batch, seq]. The task asks for the logits of all tokens, [batch, seq, vocab]; choosing among them is another step."
hint = "Which axis of [batch, seq, vocab] is missing from your result?"
ceiling = 0.3
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
        for layer in self.layers:
            x = layer(x, mask)
        if FINAL_NORM:
            x = self.final_norm(x)
        return np.argmax(self.output(x), axis=-1)
