"""Rotary position embeddings (Su et al. 2021, arXiv:2104.09864).

The d features are taken in d/2 pairs (a, b); at position p, pair i is turned counter-clockwise by p * theta_i:

    theta_i = base^(-2i/d)        a' = a cos - b sin        b' = a sin + b cos

Which features make a pair is a convention: "interleaved" (2i, 2i+1) in the paper and in LLaMA's own code, "half"
(i, i + d/2) in GPT-NeoX and Hugging Face. A rotation is orthogonal, so backward turns the gradient the other way.

Worked example: d = 2, position pi/2: (1, 0) becomes (0, 1).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


class Cache(NamedTuple):
    """What backward needs of a forward pass."""

    angles: Array
    pairing: str


def forward(
    x: Array,
    positions: Array,
    *,
    params: Mapping[str, Array] | None = None,  # noqa: ARG001 - every layer takes params; this one has none
    pairing: str = "interleaved",
    layout: str = "seq_last",
    base: float = 10000.0,
) -> tuple[Array, Cache]:
    """x [..., seq, d] (layout "seq_last") or [..., seq, heads, d] ("seq_first"); positions [seq] -> like x.

    Positions may also be [batch, seq], a row for each x[b], or a single number for a single vector x [d].
    Raises ValueError for an unknown pairing or layout.
    """
    if pairing not in ("interleaved", "half") or layout not in ("seq_last", "seq_first"):
        raise ValueError(f"unknown pairing {pairing!r} or layout {layout!r}")
    x = np.asarray(x, dtype=np.float64)
    d = x.shape[-1]
    theta = base ** (-np.arange(0, d, 2) / d)  # [d/2]
    angles = np.asarray(positions, dtype=np.float64)[..., None] * theta  # [seq, d/2]
    if layout == "seq_first":
        angles = angles[..., None, :]  # [seq, 1, d/2]
    elif angles.ndim == 3 and x.ndim == 4:
        angles = angles[:, None]  # [batch, 1, seq, d/2]
    return rotate(x, angles, pairing), Cache(angles, pairing)


def backward(dy: Array, cache: Cache) -> dict[str, Array]:
    """dy like x -> x: the inverse rotation."""
    return {"x": rotate(dy, -cache.angles, cache.pairing)}


def rotate(x: Array, angles: Array, pairing: str) -> Array:
    """Each pair of the last axis of x [..., d], turned by its angle [..., d/2]."""
    half = x.shape[-1] // 2
    first, second = (
        (np.s_[..., 0::2], np.s_[..., 1::2]) if pairing == "interleaved" else (np.s_[..., :half], np.s_[..., half:])
    )
    cos, sin = np.cos(angles), np.sin(angles)
    y = np.empty_like(x)
    y[first] = x[first] * cos - x[second] * sin
    y[second] = x[first] * sin + x[second] * cos
    return y
