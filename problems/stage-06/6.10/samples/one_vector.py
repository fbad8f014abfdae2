import numpy as np

def apply_rope(x: np.ndarray, positions: np.ndarray) -> np.ndarray:
    d = len(x)
    out = np.zeros(d)
    for i in range(0, d, 2):
        th = positions * 10000 ** (-i / d)
        out[i] = x[i] * np.cos(th) - x[i + 1] * np.sin(th)
        out[i + 1] = x[i] * np.sin(th) + x[i + 1] * np.cos(th)
    return out
