import numpy as np


def apply_rope(x: np.ndarray, positions: np.ndarray) -> np.ndarray:
    out = np.zeros(x.shape)
    d = x.shape[-1]
    for row, p in enumerate(positions):
        for i in range(d // 2):
            angle = p * 10000.0 ** (-2 * i / d)
            a, b = x[..., row, 2 * i], x[..., row, 2 * i + 1]
            out[..., row, 2 * i] = a * np.cos(angle) - b * np.sin(angle)
            out[..., row, 2 * i + 1] = a * np.sin(angle) + b * np.cos(angle)
    return out
