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

    def forward(self, tokens, mask=None, training=False):
        batch_size, seq_len = tokens.shape
        if mask is None:
            mask = np.triu(np.full((seq_len, seq_len), -1e9), k=1)
        x = self.embed.forward(tokens)
        x = x + self.pos_embed.forward(seq_len)
        for layer in self.layers:
            x = layer.forward(x, mask)
        return self.output.forward(x)
