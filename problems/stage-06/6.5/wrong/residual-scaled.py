'''
title = "The sum of stream and branch is scaled"
explanation = "The skip connection or the sum is multiplied by a constant (2, 1/2, 1/sqrt(2) ...). Some architectures do that, but the plain pre-norm block adds stream and branch with weight 1 each, so that the stream keeps its identity path."
hint = "Compare with the docstring: there is nothing but a plus between x and the sub-layer."
ceiling = 0.6
flavours.SCALING = ["skip doubled", "skip halved", "mean", "over sqrt 2", "branch halved", "branch doubled"]
'''
SCALING = "skip doubled"
FACTORS = {
    "skip doubled": (2.0, 1.0),
    "skip halved": (0.5, 1.0),
    "mean": (0.5, 0.5),
    "over sqrt 2": (0.5**0.5, 0.5**0.5),
    "branch halved": (1.0, 0.5),
    "branch doubled": (1.0, 2.0),
}



class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        skip, branch = FACTORS[SCALING]
        x = skip * x + branch * self.attention(self.norm1(x), mask)
        return skip * x + branch * self.ffn(self.norm2(x))
