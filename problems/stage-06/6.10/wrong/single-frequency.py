"""
title = "All pairs turn at the same speed"
explanation = "Every pair is turned by the same angle. Then positions that differ by a full turn cannot be told apart; RoPE has a clock with many hands, each ten-thousandth-fold slower towards the end."
hint = "Print your angles for position 1. Should they all be equal?"
ceiling = 0.6
flavours.EXPONENT = [0.0, 1.0, 0.5]
flavours.PAIRING = ["interleaved", "half"]
flavours.LAYOUT = ["seq_last", "seq_first"]
"""

import numpy as np

PAIRING = "interleaved"
LAYOUT = "seq_last"
EXPONENT = 0.0


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
    theta = np.full(d // 2, 10000.0**-EXPONENT)
    angles = np.asarray(positions)[:, None] * theta
    cos, sin = per_token(np.cos(angles)), per_token(np.sin(angles))
    a, b = split(x)
    return join(a * cos - b * sin, a * sin + b * cos)
