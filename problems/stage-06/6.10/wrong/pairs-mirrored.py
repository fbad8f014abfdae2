"""
title = "Feature i is paired with feature d-1-i"
explanation = "The pairs are (0, d-1), (1, d-2) and so on. The two usual pairings are (2i, 2i+1) and (i, i + d/2); another one cannot be used with anybody's weights."
hint = "Which two features make the first pair in the statement?"
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
    theta = 10000.0 ** (-np.arange(0, d, 2) / d)
    angles = per_token(np.asarray(positions)[:, None] * theta)
    a, b = x[..., : d // 2], x[..., : d // 2 - 1 : -1]
    first = a * np.cos(angles) - b * np.sin(angles)
    second = a * np.sin(angles) + b * np.cos(angles)
    return np.concatenate([first, second[..., ::-1]], axis=-1)
