from __future__ import annotations

from dataclasses import dataclass

import numpy as np


def gelu(z):
    return 0.5 * z * (1.0 + np.tanh(np.sqrt(2.0 / np.pi) * (z + 0.044715 * z**3)))


@dataclass
class FeedForward:
    d_model: int
    d_ff: int

    def __post_init__(self):
        self.W1 = np.random.randn(self.d_model, self.d_ff) * 0.02
        self.W2 = np.random.randn(self.d_ff, self.d_model) * 0.02
        self.b1, self.b2 = np.zeros(self.d_ff), np.zeros(self.d_model)

    def forward(self, x):
        return gelu(x @ self.W1 + self.b1) @ self.W2 + self.b2
