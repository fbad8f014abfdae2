'''
title = "Testing a mask array for truth"
explanation = "A condition such as `if mask:` or `mask == None` works as long as mask is None, and raises ValueError as soon as a real array arrives: NumPy will not decide whether a whole array is true. Unmasked calls are right, every masked one stops."
hint = "Ask whether mask is the object None, not whether it is true or equal to something."
ceiling = 0.9
'''
class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        if mask:
            attended = self.attention(self.norm1(x), mask)
        else:
            attended = self.attention(self.norm1(x))
        x = x + attended
        return x + self.ffn(self.norm2(x))
