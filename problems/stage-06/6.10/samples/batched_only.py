import numpy as np


def apply_rope(x: np.ndarray, positions: np.ndarray) -> np.ndarray:
    batch, seq, d = x.shape
    angles = positions.reshape(1, seq, 1) * 10000.0 ** (-np.arange(0, d, 2) / d).reshape(1, 1, d // 2)
    z = (x[:, :, 0::2] + 1j * x[:, :, 1::2]) * np.exp(1j * angles)
    out = np.zeros((batch, seq, d))
    out[:, :, 0::2], out[:, :, 1::2] = z.real, z.imag
    return out
