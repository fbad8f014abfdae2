"""
title = "The class has another name"
explanation = "There is no class called LayerNorm in the file. The blocks and transformers that use this layer look it up by name, and so does the grader; capital letters count."
hint = "Compare the name after the word class, letter by letter, with the one in the task."
ceiling = 0.3
symptom = "target-missing"
"""

import numpy as np


class LayerNormalization:
    def __init__(self, dim, eps=1e-5):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = eps

    def forward(self, x):
        mean = x.mean(axis=-1, keepdims=True)
        var = x.var(axis=-1, keepdims=True)
        return self.gamma * (x - mean) / np.sqrt(var + self.eps) + self.beta
