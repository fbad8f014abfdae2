'''
title = "The array of the caller is changed"
explanation = "Your values are right, but `x += ...` writes the result into the array that the caller passed in. Whoever still needs that array, a skip connection around your block, a second branch, a test, finds it overwritten."
hint = "x = x + y makes a new array; x += y changes the old one in place. Only one of them is safe on an argument."
ceiling = 0.95
symptom = "input-changed"
'''
class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        x += self.attention(self.norm1(x), mask)
        x += self.ffn(self.norm2(x))
        return x
