'''
title = "Only the output of the attention comes back"
explanation = "The block returns attention(norm1(x)) as it is: no sum, no second half. Perhaps a return statement slipped in one step too early."
hint = "A block has two steps and each one ends with a sum. What happens after the attention?"
ceiling = 0.6
'''
class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        return self.attention(self.norm1(x), mask)
