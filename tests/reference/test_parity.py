"""Values and gradients of every layer against PyTorch's autograd in float64, to 1e-10 of the largest entry."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

import numpy as np
import pytest

from reference import attention, feed_forward, layer_norm, rope, swiglu, transformer, transformer_block
from reference.positions import sinusoidal

try:
    import torch
    import torch.nn.functional as F
except ModuleNotFoundError:  # conftest skips or fails every test of this file
    torch = F = None

TOLERANCE = 1e-10
RNG = np.random.default_rng(2024)
SHAPES = [(2, 5, 8), (1, 1, 8), (3, 8, 8), (1, 8), (7, 6), (2, 3, 4, 6), (4, 1, 2), (8, 8)]


ROUNDING = 1e-5  # of the largest gradient of all: what is smaller than that in every entry is zero but for rounding


def close(found: Any, wanted: Any, least: float = 0.0) -> None:
    """Largest error over the largest entry (or over `least`, where all entries are smaller than that)."""
    wanted = wanted.detach().numpy() if hasattr(wanted, "detach") else np.asarray(wanted)
    scale = max(np.abs(wanted).max(), least) or 1.0
    assert found.shape == wanted.shape
    assert np.abs(found - wanted).max() / scale <= TOLERANCE


def tensors(arrays: Mapping[str, np.ndarray]) -> dict[str, Any]:
    return {name: torch.tensor(value, requires_grad=True) for name, value in arrays.items()}


def compare(
    layer: Any, inputs: tuple[np.ndarray, ...], params: Mapping[str, np.ndarray], theirs: Any, **options: Any
) -> None:
    """`theirs(x, params)` is the same layer in PyTorch; the first input is differentiated if it is of floats."""
    y, cache = layer.forward(*inputs, params=params, **options)
    torch_params = tensors(params)
    floats = inputs[0].dtype == np.float64
    x = torch.tensor(inputs[0], requires_grad=floats)
    expected = theirs(x, torch_params)
    close(y, expected)
    dy = RNG.standard_normal(y.shape)
    expected.backward(torch.tensor(dy))
    gradients = layer.backward(dy, cache)
    wanted = {name: value.grad for name, value in torch_params.items()} | ({"x": x.grad} if floats else {})
    # A bias of the keys shifts all scores of a row alike: its gradient is zero, and both sides return rounding.
    least = ROUNDING * max(float(gradient.abs().max()) for gradient in wanted.values())
    for name, gradient in wanted.items():
        close(gradients[name], gradient, least)


def normal(*shape: int, scale: float = 1.0) -> np.ndarray:
    return RNG.standard_normal(shape) * scale


@pytest.mark.parametrize("eps", [1e-5, 0.1])
@pytest.mark.parametrize("shape", SHAPES)
def test_layer_norm_parity(shape: tuple[int, ...], eps: float) -> None:
    params = {"gamma": normal(shape[-1]), "beta": normal(shape[-1])}
    x = normal(*shape) * 3 + 1
    compare(layer_norm, (x,), params, lambda t, p: F.layer_norm(t, shape[-1:], p["gamma"], p["beta"], eps), eps=eps)


def ffn_params(d: int, f: int) -> dict[str, np.ndarray]:
    return {"W1": normal(d, f), "b1": normal(f), "W2": normal(f, d), "b2": normal(d)}


def torch_ffn(x: Any, p: Mapping[str, Any], gelu: str) -> Any:
    h = F.gelu(x @ p["W1"] + p["b1"], approximate="tanh" if gelu == "tanh" else "none")
    return h @ p["W2"] + p["b2"]


@pytest.mark.parametrize("gelu", ["tanh", "erf"])
@pytest.mark.parametrize("d_ff", [1, 8, 20])
@pytest.mark.parametrize("shape", SHAPES)
def test_feed_forward_parity(shape: tuple[int, ...], d_ff: int, gelu: str) -> None:
    compare(feed_forward, (normal(*shape),), ffn_params(shape[-1], d_ff), lambda t, p: torch_ffn(t, p, gelu), gelu=gelu)


@pytest.mark.parametrize("d_ff", [1, 8, 20])
@pytest.mark.parametrize("shape", SHAPES)
def test_swiglu_parity(shape: tuple[int, ...], d_ff: int) -> None:
    d = shape[-1]
    params = {"W_gate": normal(d, d_ff), "W_up": normal(d, d_ff), "W_down": normal(d_ff, d)}
    compare(
        swiglu, (normal(*shape) * 4,), params, lambda t, p: (F.silu(t @ p["W_gate"]) * (t @ p["W_up"])) @ p["W_down"]
    )


def attention_params(d: int, biases: bool) -> dict[str, np.ndarray]:
    params = {f"W_{name}": normal(d, d, scale=0.6) for name in "qkvo"}
    return {**params, **({f"b_{name}": normal(d) for name in "qkvo"} if biases else {})}


def torch_attention(x: Any, p: Mapping[str, Any], n_heads: int, mask: Any) -> Any:
    *lead, seq, d = x.shape
    zero = torch.zeros(d, dtype=torch.float64)

    def heads(name: str) -> Any:
        y = x @ p[f"W_{name}"] + p.get(f"b_{name}", zero)
        return y.reshape(*lead, seq, n_heads, d // n_heads).transpose(-2, -3)

    mixed = F.scaled_dot_product_attention(heads("q"), heads("k"), heads("v"), attn_mask=mask)
    return mixed.transpose(-2, -3).reshape(*lead, seq, d) @ p["W_o"] + p.get("b_o", zero)


def causal(seq: int) -> np.ndarray:
    return np.where(np.tri(seq, dtype=bool), 0.0, -np.inf)


@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize("biases", [False, True])
@pytest.mark.parametrize(
    ("shape", "n_heads"), [((2, 5, 8), 2), ((1, 1, 8), 4), ((3, 3, 6), 1), ((2, 8, 8), 8), ((5, 4), 2)]
)
def test_attention_parity(shape: tuple[int, ...], n_heads: int, biases: bool, masked: bool) -> None:
    mask = causal(shape[-2]) if masked else None
    torch_mask = None if mask is None else torch.tensor(mask)
    compare(
        attention,
        (normal(*shape),),
        attention_params(shape[-1], biases),
        lambda t, p: torch_attention(t, p, n_heads, torch_mask),
        n_heads=n_heads,
        mask=mask,
    )


def block_params(d: int, f: int, biases: bool = False) -> dict[str, np.ndarray]:
    params = {f"attention.{k}": v for k, v in attention_params(d, biases).items()}
    params |= {f"ffn.{k}": v for k, v in ffn_params(d, f).items()}
    return params | {f"norm{i}.{name}": normal(d) for i in (1, 2) for name in ("gamma", "beta")}


def torch_block(x: Any, p: Mapping[str, Any], n_heads: int, mask: Any, gelu: str, eps: float) -> Any:
    def sub(prefix: str) -> dict[str, Any]:
        return {name[len(prefix) + 1 :]: value for name, value in p.items() if name.startswith(prefix + ".")}

    d = x.shape[-1:]
    n1, n2 = sub("norm1"), sub("norm2")
    x = x + torch_attention(F.layer_norm(x, d, n1["gamma"], n1["beta"], eps), sub("attention"), n_heads, mask)
    return x + torch_ffn(F.layer_norm(x, d, n2["gamma"], n2["beta"], eps), sub("ffn"), gelu)


@pytest.mark.parametrize("gelu", ["tanh", "erf"])
@pytest.mark.parametrize("masked", [False, True])
@pytest.mark.parametrize(("shape", "n_heads", "d_ff"), [((2, 5, 8), 2, 20), ((3, 3, 6), 3, 6), ((2, 1, 4), 1, 1)])
def test_transformer_block_parity(shape: tuple[int, ...], n_heads: int, d_ff: int, masked: bool, gelu: str) -> None:
    mask = causal(shape[-2]) if masked else None
    torch_mask = None if mask is None else torch.tensor(mask)
    compare(
        transformer_block,
        (normal(*shape),),
        block_params(shape[-1], d_ff, biases=masked),
        lambda t, p: torch_block(t, p, n_heads, torch_mask, gelu, 1e-6),
        n_heads=n_heads,
        mask=mask,
        gelu=gelu,
        eps=1e-6,
    )


@pytest.mark.parametrize("is_causal", [True, False])
@pytest.mark.parametrize("final_norm", [True, False])
@pytest.mark.parametrize("table", [True, False])
@pytest.mark.parametrize("tied", [True, False])
def test_transformer_parity(is_causal: bool, final_norm: bool, table: bool, tied: bool) -> None:
    vocab, d, seq = 11, 8, 5
    params = {"embed.weight": normal(vocab, d)}
    for index in range(3):
        params |= {f"layers.{index}.{name}": value for name, value in block_params(d, 12).items()}
    if table:
        params["pos_embed.table"] = normal(9, d)
    if final_norm:
        params |= {"final_norm.gamma": normal(d), "final_norm.beta": normal(d)}
    if not tied:
        params |= {"output.W": normal(d, vocab), "output.b": normal(vocab)}
    tokens = RNG.integers(0, vocab, (2, seq))

    def theirs(t: Any, p: Mapping[str, Any]) -> Any:
        rows = p["pos_embed.table"][:seq] if table else torch.tensor(sinusoidal(seq, d))
        h = p["embed.weight"][t] + rows
        for index in range(3):
            own = {k.split(".", 2)[2]: v for k, v in p.items() if k.startswith(f"layers.{index}.")}
            h = torch_block(h, own, 2, torch.tensor(causal(seq)) if is_causal else None, "tanh", 1e-5)
        if final_norm:
            h = F.layer_norm(h, (d,), p["final_norm.gamma"], p["final_norm.beta"], 1e-5)
        return h @ p["embed.weight"].T if tied else h @ p["output.W"] + p["output.b"]

    compare(transformer, (tokens,), params, theirs, n_heads=2, causal=is_causal)


@pytest.mark.parametrize("pairing", ["interleaved", "half"])
@pytest.mark.parametrize(
    ("shape", "layout"),
    [
        ((7, 8), "seq_last"),
        ((3, 7, 8), "seq_last"),
        ((2, 4, 7, 2), "seq_last"),
        ((3, 7, 4, 8), "seq_first"),
        ((1, 1, 1, 4), "seq_first"),
    ],
)
def test_rope_parity(shape: tuple[int, ...], layout: str, pairing: str) -> None:
    seq, d = shape[-2 if layout == "seq_last" else -3], shape[-1]
    positions = RNG.permutation(40)[:seq] + 0.5

    def theirs(t: Any, _: Mapping[str, Any]) -> Any:
        """By complex multiplication: exp(i p theta) times a + ib."""
        theta = torch.tensor([math.exp(-2 * i / d * math.log(10000.0)) for i in range(d // 2)], dtype=torch.float64)
        angle = torch.tensor(positions)[:, None] * theta
        turn = torch.polar(torch.ones_like(angle), angle)
        turn = turn[:, None, :] if layout == "seq_first" else turn
        if pairing == "interleaved":
            z = torch.view_as_complex(t.reshape(*t.shape[:-1], d // 2, 2)) * turn
            return torch.view_as_real(z).reshape(t.shape)
        z = torch.complex(t[..., : d // 2], t[..., d // 2 :]) * turn
        return torch.cat([z.real, z.imag], dim=-1)

    y, cache = rope.forward(x := normal(*shape), positions, pairing=pairing, layout=layout)
    t = torch.tensor(x, requires_grad=True)
    expected = theirs(t, {})
    close(y, expected)
    dy = normal(*shape)
    expected.backward(torch.tensor(dy))
    close(rope.backward(dy, cache)["x"], t.grad)
