'''
title = "All sequences of the batch are joined into one"
explanation = "The batch is flattened to one long sequence before the attention, so tokens of different sequences attend to each other: the output of one sequence changes with its neighbours in the batch. A mask of [seq, seq] no longer fits either."
hint = "Run your block on a batch of two sequences and on each one alone. The results should be the same."
ceiling = 0.6
'''
class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        batch, seq, d_model = x.shape
        flat = self.norm1(x).reshape(1, batch * seq, d_model)
        x = x + self.attention(flat, mask).reshape(x.shape)
        return x + self.ffn(self.norm2(x))
