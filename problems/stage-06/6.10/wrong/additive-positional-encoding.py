"""
title = "A position vector is added"
explanation = "This is the sinusoidal encoding of 2017: a table of sines and cosines is added to x. RoPE rotates the pairs of features instead, so that lengths stay and q . k depends on the distance."
hint = "A zero vector must stay zero at every position. Does it?"
ceiling = 0.6
flavours.FIRST = ["sin", "cos"]
flavours.PAIRING = ["interleaved", "half"]
flavours.LAYOUT = ["seq_last", "seq_first"]
"""

import numpy as np

PAIRING = "interleaved"
LAYOUT = "seq_last"
FIRST = "sin"


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
    angles = np.asarray(positions)[:, None] * 10000.0 ** (-np.arange(0, d, 2) / d)
    return x + per_token(
        join(np.sin(angles), np.cos(angles)) if FIRST == "sin" else join(np.cos(angles), np.sin(angles))
    )
