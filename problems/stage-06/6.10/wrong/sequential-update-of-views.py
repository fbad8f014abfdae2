"""
title = "The first result is used for the second"
explanation = "x1 = out[..., 0::2] is a view, not a copy: as soon as the first component is written, x1 has changed too, and the second component is computed from the new value. Make both results first, then write them (or copy)."
hint = "Print x1 before and after the line that writes the first component."
ceiling = 0.6
flavours.ORDER = ["first", "second"]
flavours.WHERE = ["input", "copy"]
flavours.PAIRING = ["interleaved", "half"]
flavours.LAYOUT = ["seq_last", "seq_first"]
"""

import numpy as np

PAIRING = "interleaved"
LAYOUT = "seq_last"
ORDER = "first"
WHERE = "input"


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
    cos, sin = per_token(np.cos(angles)), per_token(np.sin(angles))
    out = x if WHERE == "input" else x.copy()
    a, b = split(out)
    if ORDER == "first":
        a[...] = a * cos - b * sin
        b[...] = a * sin + b * cos
    else:
        b[...] = a * sin + b * cos
        a[...] = a * cos - b * sin
    return out
