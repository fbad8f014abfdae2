import numpy as np


def apply_rope(x: np.ndarray, positions: np.ndarray) -> np.ndarray:
    d = x.shape[-1]
    out = np.empty(x.shape)
    for row, p in enumerate(positions):
        rotation = np.zeros((d, d))
        for i in range(d // 2):
            t = p / 10000 ** (2 * i / d)
            rotation[2 * i : 2 * i + 2, 2 * i : 2 * i + 2] = [[np.cos(t), -np.sin(t)], [np.sin(t), np.cos(t)]]
        out[..., row, :] = x[..., row, :] @ rotation.T
    return out
