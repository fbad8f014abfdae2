"""Exercise 6.11: SwiGLU feed-forward. Complete the class; see the statement."""

import numpy as np


class SwiGLU_FFN:
    def __init__(self, d_model, d_ff):
        # three weight matrices: what shapes do the products below need?
        self.W_gate = ...
        self.W_up = ...
        self.W_down = ...

    def forward(self, x):
        # TODO: silu(x @ W_gate) gates x @ W_up; W_down brings the result back to d_model
        pass
