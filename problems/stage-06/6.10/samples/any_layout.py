import numpy as np


def apply_rope(x: np.ndarray, positions: np.ndarray) -> np.ndarray:
    d, seq = x.shape[-1], len(positions)
    angles = np.outer(positions, 10000.0 ** (-np.arange(0, d, 2) / d))
    if x.ndim == 4 and x.shape[1] == seq and x.shape[2] != seq:
        angles = angles[:, None, :]
    a, b = x[..., 0::2], x[..., 1::2]
    return np.stack([a * np.cos(angles) - b * np.sin(angles), a * np.sin(angles) + b * np.cos(angles)], -1).reshape(
        x.shape
    )
