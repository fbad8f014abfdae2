"""A transformer language model: embedding, positions, a stack of pre-norm blocks, output (Radford et al. 2019, GPT-2).

    h = E[tokens] + P[0..seq)        h = block_l(h, mask) for every layer        logits = norm(h) W + b

The final norm is there only if its parameters are; without an output matrix of its own, E^T is used (weight tying).

Backward: the stack in reverse. Row E[t] collects the gradients of every place where token t stands.

Worked example: no layers' influence (W_o = 0, W2 = 0, biases 0), P = 0: logits = E[tokens] W + b.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from reference import layer_norm, transformer_block
from reference.positions import sinusoidal

Array = NDArray[Any]


class Cache(NamedTuple):
    """What backward needs of a forward pass."""

    tokens: Array
    layers: tuple[transformer_block.Cache, ...]
    norm: layer_norm.Cache | None
    hidden: Array
    params: Mapping[str, Array]
    turned: frozenset[str]  # matrices that were given transposed


def forward(
    tokens: Array,
    *,
    params: Mapping[str, Array],
    n_heads: int,
    causal: bool = True,
    gelu: str = "tanh",
    eps: float = 1e-5,
    eps_of: str = "all",
    positions: str = "interleaved",
    tied: bool = False,
    output_bias: bool = True,
    projections: str = "in_out",
) -> tuple[Array, Cache]:
    """tokens [batch, seq], integers -> logits [batch, seq, vocab].

    params: embed.weight [vocab, d]; pos_embed.table [max_len, d], else sinusoids; layers.<i>.<block's names>;
    final_norm.gamma [d], optional, and final_norm.beta [d], else zeros; output.W [d, vocab], else embed.weight^T;
    output.b [vocab], optional. `tied`: output.W is not used, nor is output.b without `output_bias`.
    projections: "in_out" for x @ W in the attention, "out_in" for x @ W.T.
    eps_of: which norms have `eps`, "all", "blocks" or "final"; the others have 1e-5.
    """
    unused = {*(("output.W",) if tied else ()), *(() if output_bias else ("output.b",))}
    params = {name: value for name, value in params.items() if name not in unused}
    turned = frozenset(name for name in params if projections == "out_in" and ".attention.W_" in name)
    params.update({name: params[name].T for name in turned})
    seq = tokens.shape[-1]
    embedding = params["embed.weight"]
    table = params.get("pos_embed.table")
    if table is None:
        table = sinusoidal(seq, embedding.shape[-1], positions)
    hidden = embedding[tokens] + table[:seq]  # [batch, seq, d]
    mask = np.where(np.tri(seq, dtype=bool), 0.0, -np.inf) if causal else None  # [seq, seq]
    block_eps, final_eps = (1e-5 if eps_of == other else eps for other in ("final", "blocks"))
    caches = []
    for index in range(count_layers(params)):
        own = transformer_block.part(params, f"layers.{index}")
        hidden, cache = transformer_block.forward(
            hidden, params=own, n_heads=n_heads, mask=mask, gelu=gelu, eps=block_eps
        )
        caches.append(cache)
    norm = None
    if "final_norm.gamma" in params:
        own = {"beta": np.zeros(embedding.shape[-1]), **transformer_block.part(params, "final_norm")}
        hidden, norm = layer_norm.forward(hidden, params=own, eps=final_eps)
    logits = hidden @ params.get("output.W", embedding.T)  # [batch, seq, vocab]
    if "output.b" in params:
        logits = logits + params["output.b"]
    return logits, Cache(tokens, tuple(caches), norm, hidden, params, turned)


def backward(dlogits: Array, cache: Cache) -> dict[str, Array]:
    """dlogits [batch, seq, vocab] -> every parameter that forward was given, by name."""
    params, embedding = cache.params, cache.params["embed.weight"]
    rows, hidden_rows = dlogits.reshape(-1, dlogits.shape[-1]), cache.hidden.reshape(-1, embedding.shape[-1])
    gradients: dict[str, Array] = {}
    dembedding = np.zeros_like(embedding)
    if "output.W" in params:
        gradients["output.W"] = hidden_rows.T @ rows
    else:
        dembedding += rows.T @ hidden_rows
    if "output.b" in params:
        gradients["output.b"] = rows.sum(axis=0)
    dhidden = dlogits @ params.get("output.W", embedding.T).T  # [batch, seq, d]
    if cache.norm is not None:
        found = layer_norm.backward(dhidden, cache.norm)
        dhidden = found["x"]
        gradients.update({name: found[name[11:]] for name in params if name.startswith("final_norm.")})
    for index in reversed(range(len(cache.layers))):
        found = transformer_block.backward(dhidden, cache.layers[index])
        dhidden = found.pop("x")
        gradients.update({f"layers.{index}.{name}": value for name, value in found.items()})
    if "pos_embed.table" in params:
        dtable = np.zeros_like(params["pos_embed.table"])
        dtable[: dhidden.shape[1]] = dhidden.sum(axis=0)
        gradients["pos_embed.table"] = dtable
    np.add.at(dembedding, cache.tokens, dhidden)
    gradients.update({name: gradients[name].T for name in cache.turned})
    return {**gradients, "embed.weight": dembedding}


def count_layers(params: Mapping[str, Array]) -> int:
    """How many layers the names speak of."""
    return len({name.split(".")[1] for name in params if name.startswith("layers.")})
