"""
title = "Tokens are paired instead of features"
explanation = "The pairs are taken along the sequence: token 0 with token 1, and so on. RoPE never mixes tokens; the pairs are features of one token."
hint = "Change one token of the input. How many tokens of the output change?"
ceiling = 0.6
flavours.PAIRING = ["interleaved", "half"]
flavours.LAYOUT = ["seq_last", "seq_first"]
"""

import numpy as np

PAIRING = "interleaved"
LAYOUT = "seq_last"


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
    axis = -3 if LAYOUT == "seq_first" else -2
    y = np.moveaxis(x, axis, 0)
    n = len(y) // 2 * 2
    theta = 10000.0 ** (-np.arange(d) // 2 * 2 / d)
    angles = np.asarray(positions)[:n:2, None] * theta
    angles = angles.reshape(n // 2, *(1,) * (y.ndim - 2), d)
    a, b = y[0:n:2], y[1:n:2]
    out = np.array(y, dtype=float)
    out[0:n:2], out[1:n:2] = a * np.cos(angles) - b * np.sin(angles), a * np.sin(angles) + b * np.cos(angles)
    return np.moveaxis(out, 0, axis)
