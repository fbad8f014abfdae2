"""
title = "The angles or their cosines are kept in float16"
explanation = "Half precision has about three decimal digits: an angle of 25 radians is then known to 0.02 only, a cosine to 0.0005. The rotation is off by as much. Compute angles, cosines and sines in float64."
hint = "Print the dtype of your angles and of your cosines."
ceiling = 0.8
flavours.WHAT = ["cosines", "angles", "factors"]
flavours.PAIRING = ["interleaved", "half"]
flavours.LAYOUT = ["seq_last", "seq_first"]
"""

import numpy as np

PAIRING = "interleaved"
LAYOUT = "seq_last"
WHAT = "cosines"


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
    if WHAT == "angles":
        angles = angles.astype(np.float16)
    if WHAT == "factors":
        angles = np.asarray(positions)[:, None].astype(np.float16) * theta.astype(np.float16)
    cos, sin = per_token(np.cos(angles)), per_token(np.sin(angles))
    if WHAT == "cosines":
        cos, sin = cos.astype(np.float16), sin.astype(np.float16)
    a, b = split(x)
    return join(a * cos - b * sin, a * sin + b * cos)
