"""
title = "Both signs are minus"
explanation = "(a cos - b sin, b cos - a sin) or (a cos - b sin, a sin - b cos) has two minus signs. A rotation matrix has one; with two the result is no rotation."
hint = "Write down the 2x2 rotation matrix and compare the signs."
ceiling = 0.6
flavours.SINE = ["of a", "of b"]
flavours.PAIRING = ["interleaved", "half"]
flavours.LAYOUT = ["seq_last", "seq_first"]
"""

import numpy as np

PAIRING = "interleaved"
LAYOUT = "seq_last"
SINE = "of a"


def per_token(table):
    return table[:, None, :] if LAYOUT == "seq_first" else table


def split(x):
    half = x.shape[-1] // 2
    return (x[..., 0::2], x[..., 1::2]) if PAIRING == "interleaved" else (x[..., :half], x[..., half:])


def join(a, b):
    if PAIRING == "interleaved":
        return np.stack([a, b], axis=-1).reshape(*a.shape[:-1], -1)
    return np.concatenate([a, b], axis=-1)


def apply_rope(x: np.ndarray, positions: np.ndarray) -> np.ndarray:
    d = x.shape[-1]
    theta = 10000.0 ** (-np.arange(0, d, 2) / d)
    angles = np.asarray(positions)[:, None] * theta
    cos, sin = per_token(np.cos(angles)), per_token(np.sin(angles))
    a, b = split(x)
    second = b * cos - a * sin if SINE == "of a" else a * sin - b * cos
    return join(a * cos - b * sin, second)
