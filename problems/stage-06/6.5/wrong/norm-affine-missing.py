'''
title = "gamma and beta of the norm are not applied"
explanation = "Your own LayerNorm returns the normalised values without gain or bias. At the start, with gamma 1 and beta 0, that makes no difference, which is why it is easily missed; here both are random."
hint = "After normalising, each feature is scaled and shifted by learned numbers."
ceiling = 0.9
credit = 0.5
flavours.MISSING = ["both", "gamma", "beta"]
'''
import numpy as np

MISSING = "both"  # or only "gamma" or "beta"

EPS = 1e-5


class LayerNorm:
    def __init__(self, dim):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = EPS

    def forward(self, x):
        mean = x.mean(axis=-1, keepdims=True)
        var = x.var(axis=-1, keepdims=True)
        x_hat = (x - mean) / np.sqrt(var + self.eps)
        if MISSING == "beta":
            return self.gamma * x_hat
        if MISSING == "gamma":
            return x_hat + self.beta
        return x_hat



class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        x = x + self.attention.forward(self.norm1.forward(x), mask)
        return x + self.ffn.forward(self.norm2.forward(x))
