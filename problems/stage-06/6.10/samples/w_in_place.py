import numpy as np


def apply_rope(x: np.ndarray, positions: np.ndarray) -> np.ndarray:
    d = x.shape[-1]
    angles = np.asarray(positions)[:, None] * 10000.0 ** (-np.arange(0, d, 2) / d)
    x1, x2 = x[..., 0::2].copy(), x[..., 1::2].copy()
    x[..., 0::2] = x1 * np.cos(angles) - x2 * np.sin(angles)
    x[..., 1::2] = x1 * np.sin(angles) + x2 * np.cos(angles)
    return x
