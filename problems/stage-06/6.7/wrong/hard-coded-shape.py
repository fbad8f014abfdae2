"""
title = "Right for one shape of input only"
explanation = "The code counts on exactly [batch, seq, dim], by unpacking three sizes, by looping over two leading axes, by saying axis=2, or by writing the sizes of one example down. On a plain [n, dim] table or on an input with four axes it raises an error or normalises the wrong numbers. Nothing in layer normalisation depends on how many axes come before the features."
hint = "Which part of your code mentions batch or seq by name? Everything you need can be said about the last axis alone."
ceiling = 0.8
flavours.FORM = ["unpack", "loops", "axis", "sizes"]
"""

import numpy as np

FORM = "unpack"


class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = eps

    def forward(self, x):
        if FORM == "unpack":
            batch, seq, dim = x.shape
            mean = x.mean(axis=-1).reshape(batch, seq, 1)
            var = x.var(axis=-1).reshape(batch, seq, 1)
            return self.gamma * (x - mean) / np.sqrt(var + self.eps) + self.beta
        if FORM == "axis":
            mean, var = x.mean(axis=2, keepdims=True), x.var(axis=2, keepdims=True)
            return self.gamma * (x - mean) / np.sqrt(var + self.eps) + self.beta
        if FORM == "sizes":
            mean, var = x.mean(axis=-1).reshape(2, 5, 1), x.var(axis=-1).reshape(2, 5, 1)
            return self.gamma * (x - mean) / np.sqrt(var + self.eps) + self.beta
        out = np.empty(x.shape)
        for i in range(x.shape[0]):
            for j in range(x.shape[1]):
                row = x[i, j]
                out[i, j] = self.gamma * (row - row.mean()) / np.sqrt(row.var() + self.eps) + self.beta
        return out
