import numpy as np


def apply_rope(x: np.ndarray, positions: np.ndarray) -> np.ndarray:
    seq, d = x.shape
    out = np.zeros((seq, d))
    for m in range(seq):
        for k in range(0, d, 2):
            angle = positions[m] / 10000 ** (k / d)
            out[m, k] = x[m, k] * np.cos(angle) - x[m, k + 1] * np.sin(angle)
            out[m, k + 1] = x[m, k] * np.sin(angle) + x[m, k + 1] * np.cos(angle)
    return out
