"""
title = "Variance with N - 1 (Bessel's correction)"
explanation = "The variance is divided by dim - 1 instead of by dim. That is the unbiased estimate for a sample from a larger population, but here the features are not a sample: they are all there is. The outputs are too small by the factor sqrt((dim - 1) / dim), about 6 percent at dim = 8. (np.var divides by dim by default; torch.var and pandas do not.)"
hint = "Work out the variance of [1, 3] by hand. Is it 1 or 2 that the formula asks for?"
ceiling = 0.6
flavours.EPS = ["inside", "outside"]
"""

import numpy as np


EPS = "inside"


class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = eps

    def forward(self, x):
        mean = x.mean(axis=-1, keepdims=True)
        var = x.var(axis=-1, ddof=1, keepdims=True)
        spread = np.sqrt(var + self.eps) if EPS == "inside" else np.sqrt(var) + self.eps
        x_norm = (x - mean) / spread
        return self.gamma * x_norm + self.beta
