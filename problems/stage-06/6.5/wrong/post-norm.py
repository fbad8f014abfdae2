'''
title = "Post-norm instead of pre-norm"
explanation = "Your block normalises after adding: LayerNorm(x + sublayer(x)), the layout of the 2017 Transformer. The exercise asks for pre-norm, where only the input of a sub-layer is normalised and the sum is left as it is, so that x passes through the block unscaled."
hint = "Look at what each LayerNorm receives. In pre-norm it sees the stream just before a sub-layer reads it, and nothing ever normalises the stream itself."
ceiling = 0.6
flavours.WHERE = ["both", "attention", "ffn"]
'''
WHERE = "both"  # or only around the "attention" or the "ffn"



class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        if WHERE == "both":
            x = self.norm1(x + self.attention(x, mask))
            return self.norm2(x + self.ffn(x))
        if WHERE == "attention":
            x = self.norm1(x + self.attention(x, mask))
            return x + self.ffn(self.norm2(x))
        x = x + self.attention(self.norm1(x), mask)
        return self.norm2(x + self.ffn(x))
