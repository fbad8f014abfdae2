import numpy as np


def apply_rope(x, positions):
    d = x.shape[-1]
    emb = np.repeat(np.outer(positions, 10000.0 ** (-np.arange(0, d, 2) / d)), 2, axis=-1)
    first, second = np.split(x, 2, axis=-1)
    return x * np.cos(emb) + np.concatenate([-second, first], axis=-1) * np.sin(emb)
