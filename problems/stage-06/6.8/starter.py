"""Exercise 6.8: a complete Transformer. Complete `forward`; see the statement."""


class Transformer:
    def __init__(self, vocab_size, d_model, n_heads, n_layers, d_ff, max_len):
        self.embed = Embedding(vocab_size, d_model)
        self.pos_embed = PositionalEncoding(max_len, d_model)
        self.layers = [TransformerBlock(d_model, n_heads, d_ff) for _ in range(n_layers)]
        self.output = Linear(d_model, vocab_size)

    def forward(self, tokens):
        # TODO: tokens [batch, seq] -> logits [batch, seq, vocab_size]
        pass
