import numpy as np


def apply_rope(x: np.ndarray, positions: np.ndarray) -> np.ndarray:
    batch, seq, heads, d = x.shape
    angles = np.outer(np.arange(seq), 10000.0 ** (-np.arange(0, d, 2) / d))
    cos, sin = np.cos(angles)[None, :, None, :], np.sin(angles)[None, :, None, :]
    out = np.empty_like(x)
    out[..., 0::2] = x[..., 0::2] * cos - x[..., 1::2] * sin
    out[..., 1::2] = x[..., 0::2] * sin + x[..., 1::2] * cos
    return out
