"""
title = "Only half of the features are rotated"
explanation = "Half of the vector is left as it was. (Some models do rotate only a part, and call it partial rotary; here all of it turns.)"
hint = "Compare input and output feature by feature: which ones never change?"
ceiling = 0.6
flavours.PART = ["half", "whole", "back", "pairs"]
flavours.PAIRING = ["interleaved", "half"]
flavours.LAYOUT = ["seq_last", "seq_first"]
"""

import numpy as np

PAIRING = "interleaved"
LAYOUT = "seq_last"
PART = "half"


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
    r = d // 2
    if PART == "pairs":
        theta = 10000.0 ** (-np.arange(0, d, 2) / d)
        theta[len(theta) // 2 :] = 0.0
        front, back = x, x[..., :0]
    else:
        theta = 10000.0 ** (-np.arange(0, r, 2) / (d if PART == "whole" else r))
        front, back = (x[..., r:], x[..., :r]) if PART == "back" else (x[..., :r], x[..., r:])
    angles = np.asarray(positions)[:, None] * theta
    cos, sin = per_token(np.cos(angles)), per_token(np.sin(angles))
    a, b = split(front)
    turned = join(a * cos - b * sin, a * sin + b * cos)
    return np.concatenate([back, turned] if PART == "back" else [turned, back], axis=-1)
