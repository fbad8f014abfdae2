'''
title = "The normalised x is carried on instead of x"
explanation = "After x = norm(x), the name x means the normalised activations, so the sum becomes norm(x) + sublayer(norm(x)). The skip connection must carry what came in, unnormalised; that is the whole difference between a clean stream and one that is rescaled at every step."
hint = "Two different things are needed for each half: the stream to add to, and its normalised copy for the sub-layer. Give them two names."
ceiling = 0.6
flavours.WHERE = ["both", "first", "second"]
'''
WHERE = "both"  # or only in the "first" or the "second" half



class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        n = self.norm1(x)
        x = (x if WHERE == "second" else n) + self.attention(n, mask)
        n = self.norm2(x)
        return (x if WHERE == "first" else n) + self.ffn(n)
