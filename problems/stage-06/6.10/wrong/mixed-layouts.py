"""
title = "Two pairings are mixed"
explanation = "The angles are laid out for one pairing, (2i, 2i+1) or (i, i + d/2), and the features are paired by the other. Each is a valid RoPE, but a mixture turns a and b of one pair by different angles, which is no rotation. For d = 2 the two agree, so a test with d = 2 cannot see it."
hint = "For each feature, name its partner and its angle. Do partners have the same angle?"
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
    theta = np.concatenate([theta, theta]) if PAIRING == "interleaved" else np.repeat(theta, 2)
    angles = per_token(np.asarray(positions)[:, None] * theta)
    a, b = split(x)
    return x * np.cos(angles) + join(-b, a) * np.sin(angles)
