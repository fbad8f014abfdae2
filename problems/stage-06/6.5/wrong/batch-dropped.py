'''
title = "Only the first sequence of the batch is returned"
explanation = "Of the input [batch, seq, d_model] only the first sequence comes back, so the output has lost an axis or most of its entries. Every sequence of the batch goes through the block, each by itself."
hint = "Compare the shape of your result with the shape of x: they should be equal."
ceiling = 0.4
flavours.KEEPS_AXIS = [false, true]
'''
KEEPS_AXIS = False



class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        x = x + self.attention(self.norm1(x), mask)
        x = x + self.ffn(self.norm2(x))
        return x[:1] if KEEPS_AXIS else x[0]
