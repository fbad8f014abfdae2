"""The pre-norm transformer block (Xiong et al. 2020, arXiv:2002.04745; GPT-2).

    m = x + attention(norm1(x), mask)
    y = m + ffn(norm2(m))

Backward: each residual adds its gradient to what comes back through its branch.

Worked example: with W_o = 0, W2 = 0 and all biases 0 both branches vanish, and y = x.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from numpy.typing import NDArray

from reference import attention, feed_forward, layer_norm

Array = NDArray[Any]


class Cache(NamedTuple):
    """What backward needs of a forward pass."""

    norm1: layer_norm.Cache
    attention: attention.Cache
    norm2: layer_norm.Cache
    ffn: feed_forward.Cache


def forward(
    x: Array,
    *,
    params: Mapping[str, Array],
    n_heads: int,
    mask: Array | None = None,
    gelu: str = "tanh",
    eps: float = 1e-5,
) -> tuple[Array, Cache]:
    """x [..., seq, d_model]; params named attention.*, ffn.*, norm1.*, norm2.*; additive mask -> like x."""
    normed, norm1 = layer_norm.forward(x, params=part(params, "norm1"), eps=eps)
    attended, att = attention.forward(normed, params=part(params, "attention"), n_heads=n_heads, mask=mask)
    middle = x + attended  # [..., seq, d_model]
    normed, norm2 = layer_norm.forward(middle, params=part(params, "norm2"), eps=eps)
    fed, ffn = feed_forward.forward(normed, params=part(params, "ffn"), gelu=gelu)
    return middle + fed, Cache(norm1, att, norm2, ffn)


def backward(dy: Array, cache: Cache) -> dict[str, Array]:
    """dy [..., seq, d_model] -> x and every parameter, by dotted name."""
    ffn = feed_forward.backward(dy, cache.ffn)
    norm2 = layer_norm.backward(ffn["x"], cache.norm2)
    dmiddle = dy + norm2["x"]
    att = attention.backward(dmiddle, cache.attention)
    norm1 = layer_norm.backward(att["x"], cache.norm1)
    gradients = {"x": dmiddle + norm1["x"]}
    for prefix, found in (("attention", att), ("ffn", ffn), ("norm1", norm1), ("norm2", norm2)):
        gradients.update({f"{prefix}.{name}": value for name, value in found.items() if name != "x"})
    return gradients


def part(params: Mapping[str, Array], prefix: str) -> dict[str, Array]:
    """The parameters below `prefix.`, without it."""
    return {name[len(prefix) + 1 :]: value for name, value in params.items() if name.startswith(f"{prefix}.")}
