"""
title = "All pairs turn at the speed of one pair"
explanation = "The exponent does not run over the pairs: -2/d (or 1/d) for all of them. Every pair needs a speed of its own."
hint = "Where in your exponent does the number of the pair occur?"
ceiling = 0.6
flavours.STEP = [2.0, 1.0]
flavours.PAIRING = ["interleaved", "half"]
flavours.LAYOUT = ["seq_last", "seq_first"]
"""

import numpy as np

PAIRING = "interleaved"
LAYOUT = "seq_last"
STEP = 2.0


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
    theta = np.full(d // 2, 10000.0 ** (-STEP / d))
    angles = np.asarray(positions)[:, None] * theta
    cos, sin = per_token(np.cos(angles)), per_token(np.sin(angles))
    a, b = split(x)
    return join(a * cos - b * sin, a * sin + b * cos)
