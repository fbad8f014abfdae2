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
        n = tokens.shape[1]
        x = self.embed(tokens) + self.pos_embed(n)
        for layer in self.layers:
            x = layer(x, self.causal_mask(n))
        return self.output(x)

    @staticmethod
    def causal_mask(n):
        return np.where(np.tri(n, dtype=bool), 0.0, -np.inf)

    def generate(self, tokens, steps):
        for _ in range(steps):
            best = self.forward(tokens)[:, -1].argmax(axis=-1)
            tokens = np.concatenate([tokens, best[:, None]], axis=1)
        return tokens

    @property
    def n_parameters(self):
        return sum(a.size for layer in self.layers for part in vars(layer).values() for a in vars(part).values() if isinstance(a, np.ndarray))
