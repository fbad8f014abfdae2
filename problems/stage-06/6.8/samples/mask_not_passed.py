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
        seq_len = tokens.shape[1]
        causal_mask = np.triu(np.ones((seq_len, seq_len)), k=1) * -1e9
        h = self.embed.forward(tokens)
        h = h + self.pos_embed.forward(np.arange(seq_len))
        for block in self.layers:
            h = block.forward(h)
        logits = self.output.forward(h)
        return logits
