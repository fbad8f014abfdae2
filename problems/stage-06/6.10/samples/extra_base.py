import numpy as np


def apply_rope(x, positions, base=10000.0):
    d = x.shape[-1]
    inv_freq = np.exp(-np.arange(0, d, 2) * (np.log(base) / d))
    angles = np.einsum("s,f->sf", positions, inv_freq)
    a, b = x[..., 0::2], x[..., 1::2]
    out = np.zeros_like(x)
    out[..., 0::2] = a * np.cos(angles) - b * np.sin(angles)
    out[..., 1::2] = a * np.sin(angles) + b * np.cos(angles)
    return out
