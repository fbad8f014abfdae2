'''
title = "Statistics over batch and tokens: BatchNorm"
explanation = "Your own LayerNorm takes mean and variance of each feature over all tokens of the whole batch, which is batch normalisation. The output of one sequence then depends on its neighbours in the batch."
hint = "Layer normalisation looks along the features of one token and nowhere else."
ceiling = 0.9
credit = 0.5
flavours.OVER = ["batch and tokens", "batch"]
'''
import numpy as np

EPS = 1e-5
OVER = "batch and tokens"  # or the batch alone


class LayerNorm:
    def __init__(self, dim):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = EPS

    def forward(self, x):
        axis = (0, 1) if OVER == "batch and tokens" else 0
        mean = x.mean(axis=axis, keepdims=True)
        var = x.var(axis=axis, keepdims=True)
        return self.gamma * (x - mean) / np.sqrt(var + self.eps) + self.beta



class TransformerBlock:
    def __init__(self, d_model, n_heads, d_ff):
        self.attention = MultiHeadAttention(d_model, n_heads)
        self.ffn = FeedForward(d_model, d_ff)
        self.norm1 = LayerNorm(d_model)
        self.norm2 = LayerNorm(d_model)

    def forward(self, x, mask=None):
        x = x + self.attention.forward(self.norm1.forward(x), mask)
        return x + self.ffn.forward(self.norm2.forward(x))
