"""
title = "The output depends on earlier calls or on chance"
explanation = "The same input gives different outputs at different times, because forward keeps something from call to call (running averages, statistics of the first batch) or draws random numbers (dropout). LayerNorm has no memory and no training mode: its statistics come from the row in hand, always. Running averages belong to BatchNorm."
hint = "What does forward write to self, and does a later call read it? What would happen without that?"
ceiling = 0.9
symptom = "not-repeatable"
"""

import numpy as np


class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = eps
        self.running = 1.0

    def forward(self, x):
        mean = x.mean(axis=-1, keepdims=True)
        self.running = 0.9 * self.running + 0.1 * float(x.var())
        var = 0.9 * x.var(axis=-1, keepdims=True) + 0.1 * self.running
        return self.gamma * (x - mean) / np.sqrt(var + self.eps) + self.beta
