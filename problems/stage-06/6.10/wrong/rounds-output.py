"""
title = "The result is rounded"
explanation = "The output is rounded to a few decimals. A rotation keeps the length of a vector; a rounded one does so no more, and its slope is zero almost everywhere. Round when you print, never in what you return."
hint = "What does your function return for x and for x + 1e-6?"
ceiling = 0.8
flavours.DECIMALS = [1, 2, 3, 4]
flavours.PAIRING = ["interleaved", "half"]
flavours.LAYOUT = ["seq_last", "seq_first"]
"""

import numpy as np

PAIRING = "interleaved"
LAYOUT = "seq_last"
DECIMALS = 3


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
    return np.round(join(a * cos - b * sin, a * sin + b * cos), DECIMALS)
