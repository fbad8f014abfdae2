import numpy as np


class TransformerBlock:
    """Pre-norm, with the causal mask built inside."""

    def __init__(self, d_model, n_heads, d_ff):
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)

    def forward(self, x):
        n = x.shape[1]
        mask = np.triu(np.full((n, n), -np.inf), k=1)
        x = x + self.attention.forward(self.norm1.forward(x), mask=mask)
        x = x + self.ffn.forward(self.norm2.forward(x))
        return x


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
        x = self.embed.forward(tokens) + self.pos_embed.forward(tokens.shape[1])
        for layer in self.layers:
            x = layer.forward(x)
        return self.output.forward(x)
