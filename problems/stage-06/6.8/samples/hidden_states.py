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
        self.tokens = tokens
        seq = tokens.shape[1]
        self.mask = np.where(np.tri(seq, dtype=bool), 0, -1e9)
        self.hidden_states = [self.embed.forward(tokens) + self.pos_embed.forward(seq)]
        for layer in self.layers:
            self.hidden_states.append(layer.forward(self.hidden_states[-1], self.mask))
        self.logits = self.output.forward(self.hidden_states[-1])
        return self.logits
