"""
title = "np.roll instead of a rotation"
explanation = "The array is rolled (its entries moved along an axis) by the position. RoPE turns pairs of features in their plane; no entry moves to another place."
hint = "A rotation of (1, 0) by a small angle is almost (1, 0). Is yours?"
ceiling = 0.6
flavours.FORM = ["features", "back", "tokens", "one"]
flavours.PAIRING = ["interleaved", "half"]
flavours.LAYOUT = ["seq_last", "seq_first"]
"""

import numpy as np

PAIRING = "interleaved"
LAYOUT = "seq_last"
FORM = "features"


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
    p = [int(v) for v in positions]
    axis = -3 if LAYOUT == "seq_first" else -2
    if FORM == "tokens":
        return np.roll(x, p[0], axis=axis)
    if FORM == "one":
        return np.roll(x, 1, axis=axis)
    rows = [
        np.roll(row, v if FORM == "features" else -v, axis=-1)
        for row, v in zip(np.moveaxis(x, axis, 0), p, strict=True)
    ]
    return np.moveaxis(np.array(rows), 0, axis)
