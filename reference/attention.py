"""Multi-head scaled dot-product attention (Vaswani et al. 2017, arXiv:1706.03762, section 3.2).

    Q, K, V = x W_q + b_q, x W_k + b_k, x W_v + b_v, each cut into heads of d_k = d_model / n_heads columns
    S = Q K^T / sqrt(d_k) + mask        P = softmax(S)        O = P V        y = concat(O) W_o + b_o

Backward of the softmax, row by row: dS = P * (dP - sum(dP * P)); the rest is products. A mask is added, so its
entries are 0 where a key is visible and -inf where it is not.

Worked example: one token: P = 1 whatever the scores are, so y = x W_v W_o (without biases).
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
    q: Array
    k: Array
    v: Array
    weights: Array
    mixed: Array
    params: Mapping[str, Array]


def forward(x: Array, *, params: Mapping[str, Array], n_heads: int, mask: Array | None = None) -> tuple[Array, Cache]:
    """x [..., seq, d_model]; W_q, W_k, W_v, W_o [d_model, d_model]; b_q .. b_o [d_model], each optional -> like x.

    mask is additive: [query, key], [batch, query, key] or anything that broadcasts to [..., heads, query, key].
    """
    x = np.asarray(x, dtype=np.float64)
    q, k, v = (split(_project(x, params, name), n_heads) for name in "qkv")  # [..., heads, seq, d_k]
    scores = q @ np.swapaxes(k, -1, -2) / np.sqrt(q.shape[-1])  # [..., heads, query, key]
    if mask is not None:
        scores = scores + (mask[:, None] if mask.ndim == 3 else mask)
    weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
    weights = weights / weights.sum(axis=-1, keepdims=True)  # [..., heads, query, key]
    mixed = merge(weights @ v)  # [..., seq, d_model]
    return _project(mixed, params, "o"), Cache(x, q, k, v, weights, mixed, params)


def backward(dy: Array, cache: Cache) -> dict[str, Array]:
    """dy [..., seq, d_model] -> x and every parameter that forward was given."""
    x, q, k, v, weights, mixed, params = cache
    n_heads, d_k = q.shape[-3], q.shape[-1]
    gradients = _project_gradients(dy, mixed, params, "o")
    dmixed = split(dy @ params["W_o"].T, n_heads)  # [..., heads, seq, d_k]
    dweights = dmixed @ np.swapaxes(v, -1, -2)  # [..., heads, query, key]
    dscores = weights * (dweights - (dweights * weights).sum(axis=-1, keepdims=True)) / np.sqrt(d_k)
    dx = np.zeros_like(x)
    for name, dheads in (
        ("q", dscores @ k),
        ("k", np.swapaxes(dscores, -1, -2) @ q),
        ("v", np.swapaxes(weights, -1, -2) @ dmixed),
    ):
        dprojected = merge(dheads)  # [..., seq, d_model]
        gradients.update(_project_gradients(dprojected, x, params, name))
        dx += dprojected @ params[f"W_{name}"].T
    return {"x": dx, **gradients}


def split(x: Array, n_heads: int) -> Array:
    """[..., seq, d_model] -> [..., heads, seq, d_k]: head h has the columns h*d_k .. (h+1)*d_k."""
    return np.swapaxes(x.reshape(*x.shape[:-1], n_heads, x.shape[-1] // n_heads), -2, -3)


def merge(x: Array) -> Array:
    """[..., heads, seq, d_k] -> [..., seq, d_model]."""
    x = np.swapaxes(x, -2, -3)
    return x.reshape(*x.shape[:-2], x.shape[-2] * x.shape[-1])


def _project(x: Array, params: Mapping[str, Array], name: str) -> Array:
    y = x @ params[f"W_{name}"]
    bias = params.get(f"b_{name}")
    return y if bias is None else y + bias


def _project_gradients(dy: Array, x: Array, params: Mapping[str, Array], name: str) -> dict[str, Array]:
    rows, x_rows = dy.reshape(-1, dy.shape[-1]), x.reshape(-1, x.shape[-1])
    gradients = {f"W_{name}": x_rows.T @ rows}
    if f"b_{name}" in params:
        gradients[f"b_{name}"] = rows.sum(axis=0)
    return gradients
