"""SwiGLU (Shazeer 2020, arXiv:2002.05202; LLaMA's form, without biases).

    g = x W_gate      u = x W_up      silu(g) = g * sigma(g)      y = (silu(g) * u) W_down

Backward: with s = sigma(g), silu'(g) = s * (1 + g * (1 - s)); the product rule splits dh = dy W_down^T between the
two branches: dg = dh * u * silu'(g), du = dh * silu(g).

Worked example: all three matrices (1), x = 0: silu(0) = 0, y = 0; dx = 0 as both branches are zero there.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


class Cache(NamedTuple):
    """What backward needs of a forward pass."""

    x: Array
    g: Array
    s: Array
    u: Array
    params: Mapping[str, Array]


def sigmoid(x: Array) -> Array:
    """1 / (1 + exp(-x)) without overflow on either side."""
    small = np.exp(-np.abs(x))
    return np.where(x >= 0, 1.0, small) / (1.0 + small)


def forward(x: Array, *, params: Mapping[str, Array]) -> tuple[Array, Cache]:
    """x [..., d_model]; W_gate, W_up [d_model, d_ff], W_down [d_ff, d_model] -> y [..., d_model]."""
    x = np.asarray(x, dtype=np.float64)
    g = x @ params["W_gate"]  # [..., d_ff]
    s = sigmoid(g)  # [..., d_ff]
    u = x @ params["W_up"]  # [..., d_ff]
    y = (g * s * u) @ params["W_down"]  # [..., d_model]
    return y, Cache(x, g, s, u, params)


def backward(dy: Array, cache: Cache) -> dict[str, Array]:
    """dy [..., d_model] -> x and the three matrices."""
    x, g, s, u, params = cache
    dh = dy @ params["W_down"].T  # [..., d_ff]
    dg = dh * u * s * (1.0 + g * (1.0 - s))  # [..., d_ff]
    du = dh * g * s  # [..., d_ff]
    x_rows = x.reshape(-1, x.shape[-1])  # [n, d_model]
    return {
        "x": dg @ params["W_gate"].T + du @ params["W_up"].T,
        "W_gate": x_rows.T @ dg.reshape(-1, dg.shape[-1]),
        "W_up": x_rows.T @ du.reshape(-1, du.shape[-1]),
        "W_down": (g * s * u).reshape(-1, g.shape[-1]).T @ dy.reshape(-1, dy.shape[-1]),
    }
