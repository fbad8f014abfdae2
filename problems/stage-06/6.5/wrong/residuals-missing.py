'''
title = "Both skip connections are missing"
explanation = "Your block returns FFN(Norm(Attention(Norm(x)))): each result replaces x instead of being added to it. Without the two sums the input cannot pass through the block unchanged, and in a deep stack the gradient has to go through every sub-layer."
hint = "The docstring writes x = x + ... twice. The plus sign is the residual connection."
ceiling = 0.6
'''
class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        x = self.attention(self.norm1(x), mask)
        return self.ffn(self.norm2(x))
