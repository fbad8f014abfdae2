'''
title = "Normalised before and after each sub-layer"
explanation = "Each sub-layer is wrapped in its norm from both sides: x + norm(sublayer(norm(x))). The input norm is right; the second one rescales the branch before it is added, so the block loses control over how much it adds."
hint = "One LayerNorm a sub-layer, used once. What the sub-layer returns is added as it is."
ceiling = 0.6
'''
class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        x = x + self.norm1(self.attention(self.norm1(x), mask))
        return x + self.norm2(self.ffn(self.norm2(x)))
