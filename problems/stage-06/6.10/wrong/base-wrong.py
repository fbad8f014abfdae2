"""
title = "Another base than 10000"
explanation = "The angles fall off with a base that is not 10000 (a zero too few or too many, or exp without the logarithm of 10000). The slowest pair decides how far positions can be told apart, so the whole table of angles is different."
hint = "Compute theta of the last pair for d = 8 by hand: 10000^(-6/8) = 0.001."
ceiling = 0.6
flavours.BASE = [10.0, 100.0, 1000.0, 100000.0, 1000000.0, 1024.0, 2.718281828459045, 54.598150033144236]
flavours.PAIRING = ["interleaved", "half"]
flavours.LAYOUT = ["seq_last", "seq_first"]
"""

import numpy as np

PAIRING = "interleaved"
LAYOUT = "seq_last"
BASE = 1000.0


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
    theta = BASE ** (-np.arange(0, d, 2) / d)
    angles = np.asarray(positions)[:, None] * theta
    cos, sin = per_token(np.cos(angles)), per_token(np.sin(angles))
    a, b = split(x)
    return join(a * cos - b * sin, a * sin + b * cos)
