'''
title = "The same input goes through LayerNorm twice"
explanation = "Somewhere the input of a sub-layer is normalised a second time: norm(norm(x)). With gains of 1 the second pass changes almost nothing, but with other gains and biases it undoes and reapplies them, which shows here."
hint = "Follow x from the argument to the attention, and count how many norms it meets on the way. There should be one."
ceiling = 0.6
'''
class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        x = x + self.attention(self.norm1(self.norm1(x)), mask)
        return x + self.ffn(self.norm2(self.norm2(x)))
