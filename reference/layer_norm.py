"""Layer normalisation (Ba, Kiros, Hinton 2016, arXiv:1607.06450).

Forward, over the last axis of length d, with the population variance:

    mean = sum(x) / d        var = sum((x - mean)^2) / d
    x_hat = (x - mean) / sqrt(var + eps)
    y = gamma * x_hat + beta

Backward. With g = dy * gamma and r = 1 / sqrt(var + eps), x_i acts on y through x_hat_i, the mean and the variance:

    dx = r * (g - mean(g) - x_hat * mean(g * x_hat))

the first mean is what the shared mean takes back, the second what the shared variance does. gamma and beta are shared
by all rows, so their gradients are sums over the leading axes: dgamma = sum(dy * x_hat), dbeta = sum(dy).

Worked example: x = (1, 3), gamma = (1, 2), beta = (0, 1), eps = 0: mean 2, var 1, x_hat = (-1, 1), y = (-1, 3).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


class Cache(NamedTuple):
    """What backward needs of a forward pass."""

    x_hat: Array
    inverse_std: Array
    gamma: Array


def forward(x: Array, *, params: Mapping[str, Array], eps: float = 1e-5) -> tuple[Array, Cache]:
    """x [..., d]; gamma, beta [d] -> y [..., d]."""
    x = np.asarray(x, dtype=np.float64)
    centred = x - x.mean(axis=-1, keepdims=True)  # [..., d]
    variance = np.square(centred).mean(axis=-1, keepdims=True)  # [..., 1]
    inverse_std = 1.0 / np.sqrt(variance + eps)  # [..., 1]
    x_hat = centred * inverse_std  # [..., d]
    y = params["gamma"] * x_hat + params["beta"]  # [..., d]
    return y, Cache(x_hat, inverse_std, params["gamma"])


def backward(dy: Array, cache: Cache) -> dict[str, Array]:
    """dy [..., d] -> x [..., d]; gamma, beta [d]."""
    g = dy * cache.gamma  # [..., d]
    mean_g = g.mean(axis=-1, keepdims=True)  # [..., 1]
    mean_gx = (g * cache.x_hat).mean(axis=-1, keepdims=True)  # [..., 1]
    dx = cache.inverse_std * (g - mean_g - cache.x_hat * mean_gx)  # [..., d]
    rows = tuple(range(dy.ndim - 1))
    return {"x": dx, "gamma": (dy * cache.x_hat).sum(axis=rows), "beta": dy.sum(axis=rows)}
