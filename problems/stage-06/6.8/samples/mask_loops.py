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
        B, T = tokens.shape
        m = np.zeros((T, T))
        for q in range(T):
            for k in range(T):
                if k > q:
                    m[q][k] = float("-inf")
        out = self.embed.forward(tokens)
        out = out + self.pos_embed.forward(T)
        for i in range(len(self.layers)):
            out = self.layers[i].forward(out, m)
        return self.output.forward(out)
