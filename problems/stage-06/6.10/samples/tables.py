import numpy as np


def build(d, length=4096):
    angles = np.outer(np.arange(length), 10000.0 ** (-np.arange(0, d, 2) / d))
    return np.cos(angles), np.sin(angles)


def apply_rope(x, positions):
    cos, sin = build(x.shape[-1])
    cos, sin = cos[positions], sin[positions]
    a, b = x[..., 0::2], x[..., 1::2]
    return np.stack((a * cos - b * sin, a * sin + b * cos), axis=-1).reshape(x.shape)
