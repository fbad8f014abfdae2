import numpy as np


def apply_rope(x: np.ndarray, positions: np.ndarray) -> np.ndarray:
    d = x.shape[-1]
    turn = np.exp(1j * np.asarray(positions)[:, None] * 10000.0 ** (-np.arange(0, d, 2) / d))
    z = (x[..., ::2] + 1j * x[..., 1::2]) * turn
    return np.stack([z.real, z.imag], axis=-1).reshape(x.shape).tolist()
