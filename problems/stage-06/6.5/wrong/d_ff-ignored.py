'''
title = "The hidden width is fixed at four times d_model"
explanation = "Your feed-forward network is built with 4 * d_model instead of the argument d_ff. The usual choice makes the two equal, so that it goes unnoticed until somebody asks for another width; here d_ff is not always 4 * d_model."
hint = "Three numbers go into the constructor. Each of them should have an effect."
symptom = "parameter-shape"
ceiling = 0.9
'''
class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, 4 * d_model)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        x = x + self.attention.forward(self.norm1.forward(x), mask)
        return x + self.ffn.forward(self.norm2.forward(x))
