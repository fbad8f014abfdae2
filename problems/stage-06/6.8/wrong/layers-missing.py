"""
title = "No layer is applied"
explanation = "Embeddings and positions go straight to the output; the blocks are built and never called, so no token ever sees another."
hint = "Which line of forward uses self.layers, and is its result kept?"
ceiling = 0.6
has.FINAL_NORM = "final_norm.gamma"
"""

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
        x = self.embed(tokens) + self.pos_embed(seq)
        if FINAL_NORM:
            x = self.final_norm(x)
        return self.output(x)
