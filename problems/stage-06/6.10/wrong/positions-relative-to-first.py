"""
title = "Positions are counted from the first one"
explanation = "positions[0] (or the smallest) is subtracted from all. A token's rotation must not depend on which other tokens are in the call."
hint = "What happens to your result at position 5 if it is the only token?"
ceiling = 0.8
flavours.FROM = ["first", "least"]
flavours.PAIRING = ["interleaved", "half"]
flavours.LAYOUT = ["seq_last", "seq_first"]
"""

import numpy as np

PAIRING = "interleaved"
LAYOUT = "seq_last"
FROM = "first"


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
    p = np.asarray(positions)
    theta = 10000.0 ** (-np.arange(0, d, 2) / d)
    angles = (p - (p.min() if FROM == "least" else p[0]))[:, None] * theta
    cos, sin = per_token(np.cos(angles)), per_token(np.sin(angles))
    a, b = split(x)
    return join(a * cos - b * sin, a * sin + b * cos)
