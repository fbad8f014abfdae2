import numpy as np

def apply_rope(x: np.ndarray, positions: np.ndarray) -> np.ndarray:
    d = x.shape[-1]
    b, s = positions.shape
    a = positions[:, :, None] * 10000.0 ** (-np.arange(0, d, 2) / d)
    if x.ndim == 4: a = a[:, :, None, :]
    e, o = x[..., ::2], x[..., 1::2]
    return np.stack([e * np.cos(a) - o * np.sin(a), e * np.sin(a) + o * np.cos(a)], -1).reshape(x.shape)
