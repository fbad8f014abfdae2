import numpy as np


def silu(z):
    return z / (1.0 + np.exp(-z))


class SwiGLU_FFN:
    def __init__(self, d_model, d_ff):
        rng = np.random.default_rng(0)
        self._store = {
            "gate": rng.normal(size=(d_model, d_ff)),
            "up": rng.normal(size=(d_model, d_ff)),
            "down": rng.normal(size=(d_ff, d_model)),
        }

    W_gate = property(lambda self: self._store["gate"])
    W_up = property(lambda self: self._store["up"])
    W_down = property(lambda self: self._store["down"])

    def forward(self, x):
        s = self._store
        return (silu(x @ s["gate"]) * (x @ s["up"])) @ s["down"]
