"""The position-wise feed-forward network (Vaswani et al. 2017, arXiv:1706.03762, section 3.3) with GELU.

    h = x W1 + b1        a = gelu(h)        y = a W2 + b2

Backward, each product in turn: da = dy W2^T, dh = da * gelu'(h), dx = dh W1^T; the parameters are shared by all
positions, so theirs are sums over the leading axes: dW2 = a^T dy, db2 = sum dy, dW1 = x^T dh, db1 = sum dh.

Worked example: d_model = d_ff = 1, W1 = W2 = 1, b1 = 0, b2 = 5, x = 0: h = 0, gelu(0) = 0, y = 5.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from reference.gelu import gelu as activation
from reference.gelu import gelu_slope

Array = NDArray[Any]


class Cache(NamedTuple):
    """What backward needs of a forward pass."""

    x: Array
    h: Array
    a: Array
    params: Mapping[str, Array]
    gelu: str


def forward(x: Array, *, params: Mapping[str, Array], gelu: str = "tanh") -> tuple[Array, Cache]:
    """x [..., d_model]; W1 [d_model, d_ff], b1 [d_ff], W2 [d_ff, d_model], b2 [d_model] -> y [..., d_model]."""
    x = np.asarray(x, dtype=np.float64)
    h = x @ params["W1"] + params["b1"]  # [..., d_ff]
    a = activation(h, gelu)  # [..., d_ff]
    y = a @ params["W2"] + params["b2"]  # [..., d_model]
    return y, Cache(x, h, a, params, gelu)


def backward(dy: Array, cache: Cache) -> dict[str, Array]:
    """dy [..., d_model] -> x and every parameter, each of its own shape."""
    rows = dy.reshape(-1, dy.shape[-1])  # [n, d_model]
    dh = (dy @ cache.params["W2"].T) * gelu_slope(cache.h, cache.gelu)  # [..., d_ff]
    dh_rows = dh.reshape(-1, dh.shape[-1])  # [n, d_ff]
    return {
        "x": dh @ cache.params["W1"].T,
        "W1": cache.x.reshape(-1, cache.x.shape[-1]).T @ dh_rows,
        "b1": dh_rows.sum(axis=0),
        "W2": cache.a.reshape(-1, cache.a.shape[-1]).T @ rows,
        "b2": rows.sum(axis=0),
    }
