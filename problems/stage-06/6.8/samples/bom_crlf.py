# Réseau complet
import numpy as np


class Transformer:
    def __init__(self, vocab_size, d_model, n_heads, n_layers, d_ff, max_len):
        self.embed = Embedding(vocab_size, d_model)
        self.pos_embed = PositionalEncoding(max_len, d_model)
        self.layers = [
            TransformerBlock(d_model, n_heads, d_ff)
            for _ in range(n_layers)
        ]
        self.output = Linear(d_model, vocab_size)

    def forward(self, tokens):
        """tokens [batch, seq] -> logits [batch, seq, vocab]"""
        batch, seq = tokens.shape
        x = self.embed.forward(tokens) + self.pos_embed.forward(seq)
        mask = np.where(np.tri(seq) == 1, 0.0, -np.inf)
        for layer in self.layers:
            x = layer.forward(x, mask)
        return self.output.forward(x)
