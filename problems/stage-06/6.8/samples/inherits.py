import numpy as np


class LanguageModel:
    """Everything but the blocks."""

    def __init__(self, vocab_size, d_model, max_len):
        self.embed = Embedding(vocab_size, d_model)
        self.pos_embed = PositionalEncoding(max_len, d_model)
        self.output = Linear(d_model, vocab_size)

    def mask(self, n):
        return np.triu(np.full((n, n), -np.inf), 1)

    def body(self, x, mask):
        raise NotImplementedError

    def forward(self, tokens):
        n = tokens.shape[1]
        return self.output(self.body(self.embed(tokens) + self.pos_embed(n), self.mask(n)))

    def __call__(self, tokens):
        return self.forward(tokens)


class Transformer(LanguageModel):
    def __init__(self, vocab_size, d_model, n_heads, n_layers, d_ff, max_len):
        super().__init__(vocab_size, d_model, max_len)
        self.layers = [TransformerBlock(d_model, n_heads, d_ff) for _ in range(n_layers)]

    def body(self, x, mask):
        for layer in self.layers:
            x = layer(x, mask)
        return x
