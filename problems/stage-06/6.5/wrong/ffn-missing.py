'''
title = "The feed-forward half is missing"
explanation = "The block stops after the attention and its sum; ffn and norm2 are never used. Attention only mixes tokens by weighted averages, and the feed-forward network is where each token is transformed."
hint = "Two sub-layers were created in __init__. Are both called?"
ceiling = 0.6
'''
class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        return x + self.attention(self.norm1(x), mask)
