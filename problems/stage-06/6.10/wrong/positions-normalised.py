"""
title = "Positions are scaled to 0..1"
explanation = "The positions are divided by their maximum or their number. Then the same pair of tokens turns differently in a short and in a long text; RoPE needs the distance itself."
hint = "Does the angle of position 3 depend on how long the sequence is?"
ceiling = 0.6
flavours.BY = ["max", "count", "last", "width"]
flavours.PAIRING = ["interleaved", "half"]
flavours.LAYOUT = ["seq_last", "seq_first"]
"""

import numpy as np

PAIRING = "interleaved"
LAYOUT = "seq_last"
BY = "max"


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
    p = np.asarray(positions, dtype=float)
    scale = {"max": p.max(), "count": len(p), "last": max(len(p) - 1, 1), "width": d}[BY]
    theta = 10000.0 ** (-np.arange(0, d, 2) / d)
    angles = (p / max(scale, 1.0))[:, None] * theta
    cos, sin = per_token(np.cos(angles)), per_token(np.sin(angles))
    a, b = split(x)
    return join(a * cos - b * sin, a * sin + b * cos)
