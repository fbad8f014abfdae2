"""
title = "The embedding is multiplied by sqrt(d_model)"
explanation = "The Transformer of 2017 scales its embeddings like this because it shares them with the output. The skeleton here does not ask for it, and GPT-style models leave it out; with given weights it changes every logit. The rest is right, so this earns part of the marks."
hint = "Compare your first line with the task: is there a factor that the task does not speak of?"
ceiling = 0.75
credit = 0.6
has.FINAL_NORM = "final_norm.gamma"
flavours.WHAT = ["embedding", "sum"]
"""

import numpy as np

CAUSAL = True
FINAL_NORM = False
WHAT = "embedding"


class Transformer:
    def __init__(self, vocab_size, d_model, n_heads, n_layers, d_ff, max_len):
        self.embed = Embedding(vocab_size, d_model)
        self.pos_embed = PositionalEncoding(max_len, d_model)
        self.layers = [TransformerBlock(d_model, n_heads, d_ff) for _ in range(n_layers)]
        self.output = Linear(d_model, vocab_size)
        if FINAL_NORM:
            self.final_norm = LayerNorm(d_model)
        self.width = d_model

    def forward(self, tokens):
        seq = tokens.shape[1]
        mask = np.triu(np.full((seq, seq), -np.inf), 1) if CAUSAL else None
        x = self.embed(tokens) * np.sqrt(self.width) + self.pos_embed(seq)
        if WHAT == "sum":
            x = (self.embed(tokens) + self.pos_embed(seq)) * np.sqrt(self.width)
        for layer in self.layers:
            x = layer(x, mask)
        if FINAL_NORM:
            x = self.final_norm(x)
        return self.output(x)
