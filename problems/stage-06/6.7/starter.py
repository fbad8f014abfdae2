"""Exercise 6.7: layer normalisation. Complete `forward`; see the statement."""

import numpy as np


class LayerNorm:
    def __init__(self, dim, eps=1e-5):
        self.gamma = np.ones(dim)
        self.beta = np.zeros(dim)
        self.eps = eps

    def forward(self, x):
        # TODO: normalise each row of features, then scale and shift
        pass
