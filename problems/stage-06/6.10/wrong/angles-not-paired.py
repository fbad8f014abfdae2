"""
title = "Each feature has an angle of its own"
explanation = "The angles run over all d features (10000^(-j/d) for j = 0, 1, 2, ...), so the two members of a pair turn by different angles. That is no rotation."
hint = "How many different angles does a vector of d features need?"
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
    theta = 10000.0 ** (-np.arange(d) / d)
    angles = per_token(np.asarray(positions)[:, None] * theta)
    a, b = split(x)
    return x * np.cos(angles) + join(-b, a) * np.sin(angles)
