"""
title = "The layer has no gamma and beta"
explanation = "The object does not keep arrays named gamma and beta, so a trained scale and shift could neither be stored nor loaded. They are part of the layer even though they change nothing at the start."
hint = "Which two attributes does the constructor in the task create, and with which shape?"
ceiling = 0.3
symptom = "parameter-missing"
"""

import numpy as np


class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.dim = dim
        self.eps = eps

    def forward(self, x):
        mean = x.mean(axis=-1, keepdims=True)
        var = x.var(axis=-1, keepdims=True)
        return (x - mean) / np.sqrt(var + self.eps)
