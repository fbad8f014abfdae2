"""
title = "Normalised over sequence and features together"
explanation = "The statistics run over the whole sequence, so all tokens of a sentence share one mean and one variance. (In vision and in PyTorch's LayerNorm with a two-number shape that can be wanted; here it is not.) A token would then change when a word is added at the end of the sentence, which a causal model must not allow."
hint = "One mean for each token, not for each sentence: how many axes may disappear?"
ceiling = 0.6
flavours.FORM = ["negative", "positive", "guarded"]
"""

import numpy as np

FORM = "negative"


class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = eps

    def forward(self, x):
        if FORM == "negative":
            axes = (-2, -1)
        elif FORM == "positive":
            axes = (1, 2)
        else:
            axes = (-2, -1) if x.ndim > 2 else -1
        mean = x.mean(axis=axes, keepdims=True)
        var = x.var(axis=axes, keepdims=True)
        x_norm = (x - mean) / np.sqrt(var + self.eps)
        return self.gamma * x_norm + self.beta
