import numpy as np


def apply_rope(x: np.ndarray, positions: np.ndarray) -> np.ndarray:
    batch, heads, seq, d = x.shape
    angles = np.outer(positions, 10000.0 ** (-np.arange(d // 2) / (d // 2))).reshape(1, 1, seq, d // 2)
    a, b = x[..., : d // 2], x[..., d // 2 :]
    return np.concatenate([a * np.cos(angles) - b * np.sin(angles), a * np.sin(angles) + b * np.cos(angles)], -1)
