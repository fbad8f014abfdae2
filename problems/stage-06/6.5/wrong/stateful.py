'''
title = "The attention of an earlier call is used again"
explanation = "The attention output of the first call is kept on the object and added again in later calls of the same shape, whatever the new input or mask is. The first call is right; the next one, with other numbers, is not."
hint = "The output may depend on x, the mask and the weights, and on nothing that an earlier call left behind. Which attribute survives from call to call?"
ceiling = 0.6
'''
class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)
        self.attended = None

    def forward(self, x, mask=None):
        if self.attended is None or self.attended.shape != x.shape:
            self.attended = self.attention(self.norm1(x), mask)
        x = x + self.attended
        return x + self.ffn(self.norm2(x))
