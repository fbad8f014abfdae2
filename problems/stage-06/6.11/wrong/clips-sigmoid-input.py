"""
title = "The exponent is clipped too early"
explanation = "The pre-activation is clipped before the exponential, to avoid overflow, but at a bound where sigma is still visibly different from 0 or 1. sigma(-5) is 0.0067, not 0. The error shows only on large inputs."
hint = "From which |z| on is sigma(z) equal to 0 or 1 to 16 digits? NumPy's exp does not overflow before 709."
ceiling = 0.9
flavours.LIMIT = [5.0, 6.0, 8.0, 10.0]
"""

import numpy as np

LIMIT = 5.0


class SwiGLU_FFN:
    def __init__(self, d_model, d_ff):
        self.W_gate = np.random.randn(d_model, d_ff) * 0.02
        self.W_up = np.random.randn(d_model, d_ff) * 0.02
        self.W_down = np.random.randn(d_ff, d_model) * 0.02

    def forward(self, x):
        z = x @ self.W_gate
        s = 1.0 / (1.0 + np.exp(-np.clip(z, -LIMIT, LIMIT)))
        return (z * s * (x @ self.W_up)) @ self.W_down
