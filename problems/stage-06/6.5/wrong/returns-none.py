'''
title = "forward returns nothing"
explanation = "The method ends without a return statement (or is still the untouched `pass`), so the caller gets None. Assigning to x inside the method does not change anything outside it."
hint = "Say at the end of forward which value is the result."
ceiling = 0.0
symptom = "returns-none"
'''
class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        x = x + self.attention(self.norm1(x), mask)
        x = x + self.ffn(self.norm2(x))
