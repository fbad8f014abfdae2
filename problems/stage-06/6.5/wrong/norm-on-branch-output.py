'''
title = "The output of the sub-layer is normalised instead of its input"
explanation = "Your block computes x + LayerNorm(sublayer(x)): the sub-layers read the raw stream and their results are normalised before they are added. Published models with that layout exist, but it is not pre-norm, and the values differ wherever attention or GELU are not linear."
hint = "Pre means before. Ask of each LayerNorm: is it applied to what goes into the sub-layer or to what comes out of it?"
ceiling = 0.6
'''
class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        x = x + self.norm1(self.attention(x, mask))
        return x + self.norm2(self.ffn(x))
