'''
title = "ReLU instead of GELU in the feed-forward network"
explanation = "Your own FeedForward uses ReLU, as in the 2017 paper. The course (and GPT-2) uses GELU, which lets a little of small negative inputs through and has no corner at 0. The wiring of your block is graded separately."
hint = "See exercise 6.6 for the two usual ways to write GELU; both are accepted."
ceiling = 0.9
credit = 0.5
'''
import numpy as np

class FeedForward:
    def __init__(self, d_model, d_ff):
        self.W1 = np.random.randn(d_model, d_ff) * 0.02
        self.W2 = np.random.randn(d_ff, d_model) * 0.02
        self.b1 = np.zeros(d_ff)
        self.b2 = np.zeros(d_model)

    def forward(self, x):
        return np.maximum(0, x @ self.W1 + self.b1) @ self.W2 + self.b2



class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        x = x + self.attention.forward(self.norm1.forward(x), mask)
        return x + self.ffn.forward(self.norm2.forward(x))
