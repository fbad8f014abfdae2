"""A law that each layer must obey, and the worked example of its docstring."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np
import pytest

from reference import attention, feed_forward, layer_norm, rope, swiglu, transformer, transformer_block
from reference.gelu import gelu, gelu_slope
from reference.positions import sinusoidal

RNG = np.random.default_rng(7)


def normal(*shape: int) -> np.ndarray:
    return RNG.standard_normal(shape)


def attention_params(d: int) -> dict[str, np.ndarray]:
    return {f"W_{name}": normal(d, d) for name in "qkvo"}


def ffn_params(d: int, f: int) -> dict[str, np.ndarray]:
    return {"W1": normal(d, f), "b1": normal(f), "W2": normal(f, d), "b2": normal(d)}


def block_params(d: int, f: int) -> dict[str, np.ndarray]:
    params = {f"attention.{k}": v for k, v in attention_params(d).items()}
    params |= {f"ffn.{k}": v for k, v in ffn_params(d, f).items()}
    return params | {f"norm{i}.{name}": normal(d) for i in (1, 2) for name in ("gamma", "beta")}


def model_params(layers: int = 2) -> dict[str, np.ndarray]:
    params = {"embed.weight": normal(7, 4), "pos_embed.table": normal(9, 4), "output.W": normal(4, 7)}
    for index in range(layers):
        params |= {f"layers.{index}.{k}": v for k, v in block_params(4, 6).items()}
    return params


def directional(layer: Any, inputs: tuple[np.ndarray, ...], params: Mapping[str, np.ndarray], **options: Any) -> None:
    """Backward against central differences of forward, along one random direction of each input and parameter."""
    y, cache = layer.forward(*inputs, params=params, **options)
    dy, h = normal(*y.shape), 1e-5
    for name, gradient in layer.backward(dy, cache).items():
        v = normal(*gradient.shape)

        def moved(step: float, name: str = name, v: np.ndarray = v) -> np.ndarray:
            if name == "x":
                return layer.forward(inputs[0] + step * v, *inputs[1:], params=params, **options)[0]
            return layer.forward(*inputs, params={**params, name: params[name] + step * v}, **options)[0]

        numeric = np.sum(dy * (moved(h) - moved(-h))) / (2 * h)
        assert numeric == pytest.approx(np.sum(v * gradient), rel=1e-6, abs=1e-8)


MASK = np.where(np.tri(5, dtype=bool), 0.0, -np.inf)
CASES: dict[str, Callable[[], None]] = {
    "layer_norm": lambda: directional(layer_norm, (normal(2, 5, 8),), {"gamma": normal(8), "beta": normal(8)}),
    "feed_forward": lambda: directional(feed_forward, (normal(2, 5, 4),), ffn_params(4, 6), gelu="erf"),
    "swiglu": lambda: directional(
        swiglu, (normal(2, 5, 4),), {"W_gate": normal(4, 6), "W_up": normal(4, 6), "W_down": normal(6, 4)}
    ),
    "attention": lambda: directional(attention, (normal(2, 5, 4),), attention_params(4), n_heads=2, mask=MASK),
    "transformer_block": lambda: directional(
        transformer_block, (normal(2, 5, 4),), block_params(4, 6), n_heads=2, mask=MASK
    ),
    "transformer": lambda: directional(transformer, (RNG.integers(0, 7, (2, 5)),), model_params(), n_heads=2),
    "rope": lambda: directional(rope, (normal(3, 5, 4), np.arange(5.0)), {}),
}


@pytest.mark.parametrize("name", CASES)
def test_backward_is_the_slope_of_forward(name: str) -> None:
    CASES[name]()


def test_layer_norm_does_not_see_a_shift_and_gives_each_row_mean_zero_and_unit_variance() -> None:
    x, params = normal(3, 16), {"gamma": np.ones(16), "beta": np.zeros(16)}
    y, _ = layer_norm.forward(x, params=params, eps=1e-12)
    shifted, _ = layer_norm.forward(x + 100.0, params=params, eps=1e-12)
    np.testing.assert_allclose(y.mean(-1), 0.0, atol=1e-12)
    np.testing.assert_allclose(y.var(-1), 1.0, rtol=1e-9)
    np.testing.assert_allclose(shifted, y, atol=1e-9)


def test_layer_norm_worked_example() -> None:
    params = {"gamma": np.array([1.0, 2.0]), "beta": np.array([0.0, 1.0])}
    y, _ = layer_norm.forward(np.array([1.0, 3.0]), params=params, eps=0.0)
    np.testing.assert_allclose(y, [-1.0, 3.0])


@pytest.mark.parametrize("form", ["tanh", "erf"])
def test_gelu_of_x_minus_gelu_of_minus_x_is_x(form: str) -> None:
    x = np.linspace(-6, 6, 101)
    np.testing.assert_allclose(gelu(x, form) - gelu(-x, form), x, atol=1e-12)
    np.testing.assert_allclose(gelu_slope(x, form) + gelu_slope(-x, form), 1.0, atol=1e-12)


def test_gelu_at_one_is_the_normal_distribution_function_there() -> None:
    assert gelu(np.array(1.0), "erf") == pytest.approx(0.5 * (1 + math.erf(1 / math.sqrt(2))), abs=1e-15)
    assert gelu(np.array(1.0), "tanh") == pytest.approx(0.841192, abs=1e-6)


def test_an_unknown_gelu_is_an_error() -> None:
    with pytest.raises(ValueError, match="tanh"):
        gelu(np.zeros(1), "quick")


def test_feed_forward_works_on_each_position_alone() -> None:
    params, x = ffn_params(4, 6), normal(2, 5, 4)
    y, _ = feed_forward.forward(x, params=params)
    np.testing.assert_allclose(feed_forward.forward(x[:, 2], params=params)[0], y[:, 2])


def test_feed_forward_worked_example() -> None:
    params = {"W1": np.ones((1, 1)), "b1": np.zeros(1), "W2": np.ones((1, 1)), "b2": np.full(1, 5.0)}
    assert feed_forward.forward(np.zeros((1, 1)), params=params)[0] == 5.0


def test_swiglu_is_linear_in_the_up_matrix() -> None:
    params, x = {"W_gate": normal(4, 6), "W_up": normal(4, 6), "W_down": normal(6, 4)}, normal(2, 4)
    once, _ = swiglu.forward(x, params=params)
    twice, _ = swiglu.forward(x, params={**params, "W_up": 2 * params["W_up"]})
    np.testing.assert_allclose(twice, 2 * once)


def test_swiglu_survives_huge_numbers_and_vanishes_at_zero() -> None:
    params = {name: np.ones((1, 1)) for name in ("W_gate", "W_up", "W_down")}
    y, _ = swiglu.forward(np.array([[0.0], [1e4], [-1e4]]), params=params)
    np.testing.assert_array_equal(y, [[0.0], [1e8], [0.0]])


def test_attention_with_a_causal_mask_does_not_see_the_future() -> None:
    params, x = attention_params(4), normal(1, 5, 4)
    changed = x.copy()
    changed[:, 3:] += 1.0
    y, z = (attention.forward(t, params=params, n_heads=2, mask=MASK)[0] for t in (x, changed))
    np.testing.assert_array_equal(y[:, :3], z[:, :3])
    assert np.abs(y[:, 3:] - z[:, 3:]).min() > 0


def test_attention_without_positions_follows_a_permutation() -> None:
    params, x = attention_params(4), normal(1, 5, 4)
    order = RNG.permutation(5)
    y = attention.forward(x, params=params, n_heads=2)[0]
    np.testing.assert_allclose(attention.forward(x[:, order], params=params, n_heads=2)[0], y[:, order])


def test_attention_worked_example_one_token() -> None:
    params, x = attention_params(4), normal(1, 1, 4)
    np.testing.assert_allclose(attention.forward(x, params=params, n_heads=2)[0], x @ params["W_v"] @ params["W_o"])


def test_a_mask_for_each_sequence_is_used_for_each_sequence() -> None:
    params, x = attention_params(4), normal(2, 5, 4)
    masks = np.stack([np.zeros((5, 5)), MASK])
    y = attention.forward(x, params=params, n_heads=2, mask=masks)[0]
    np.testing.assert_allclose(y[0], attention.forward(x[:1], params=params, n_heads=2)[0][0])
    np.testing.assert_allclose(y[1], attention.forward(x[1:], params=params, n_heads=2, mask=MASK)[0][0])


def test_a_block_whose_branches_are_zero_is_the_identity() -> None:
    params, x = block_params(4, 6), normal(2, 3, 4)
    for name in ("attention.W_o", "ffn.W2", "ffn.b2"):
        params[name] = np.zeros_like(params[name])
    np.testing.assert_array_equal(transformer_block.forward(x, params=params, n_heads=2)[0], x)


def test_a_causal_model_does_not_see_the_future_and_the_other_does() -> None:
    params, tokens = model_params(), RNG.integers(0, 7, (2, 5))
    changed = tokens.copy()
    changed[:, 4] = (changed[:, 4] + 1) % 7
    for is_causal in (True, False):
        y, z = (transformer.forward(t, params=params, n_heads=2, causal=is_causal)[0] for t in (tokens, changed))
        assert np.array_equal(y[:, :4], z[:, :4]) is is_causal


def test_a_model_without_layers_is_embedding_and_output() -> None:
    params, tokens = {**model_params(0), "pos_embed.table": np.zeros((9, 4))}, np.array([[1, 2]])
    y, _ = transformer.forward(tokens, params=params, n_heads=2)
    np.testing.assert_allclose(y, params["embed.weight"][tokens] @ params["output.W"])


def test_a_tied_output_is_one_that_is_not_there() -> None:
    params, tokens = {**model_params(), "output.b": normal(7)}, np.array([[1, 2, 0]])
    without = {name: value for name, value in params.items() if name != "output.W"}
    y, cache = transformer.forward(tokens, params=params, n_heads=2, tied=True)
    np.testing.assert_array_equal(y, transformer.forward(tokens, params=without, n_heads=2)[0])
    assert "output.W" not in transformer.backward(y, cache)
    z, _ = transformer.forward(tokens, params=params, n_heads=2, tied=True, output_bias=False)
    np.testing.assert_allclose(y, z + params["output.b"])


def test_projections_the_other_way_round_are_transposed_and_so_are_their_gradients() -> None:
    params, tokens = model_params(), np.array([[1, 2, 0]])
    turned = {name: value.T if ".attention.W_" in name else value for name, value in params.items()}
    y, cache = transformer.forward(tokens, params=params, n_heads=2)
    z, other = transformer.forward(tokens, params=turned, n_heads=2, projections="out_in")
    np.testing.assert_allclose(y, z)
    one, two = transformer.backward(y, cache), transformer.backward(y, other)
    name = "layers.1.attention.W_q"
    np.testing.assert_allclose(one[name], two[name].T)
    np.testing.assert_allclose(one["embed.weight"], two["embed.weight"])


def test_a_final_norm_may_have_no_offset() -> None:
    params, tokens = {**model_params(), "final_norm.gamma": normal(4)}, np.array([[1, 2, 0]])
    y, cache = transformer.forward(tokens, params=params, n_heads=2)
    with_zeros = {**params, "final_norm.beta": np.zeros(4)}
    np.testing.assert_array_equal(y, transformer.forward(tokens, params=with_zeros, n_heads=2)[0])
    assert set(transformer.backward(y, cache)) == set(params)


def test_an_eps_may_be_the_final_norms_or_the_blocks_alone() -> None:
    tokens = np.array([[1, 2, 0]])
    for params, has_it in (({**model_params(0), "final_norm.gamma": normal(4)}, "final"), (model_params(), "blocks")):
        usual, other = (transformer.forward(tokens, params=params, n_heads=2, eps=eps)[0] for eps in (1e-5, 0.5))
        assert not np.allclose(usual, other)
        for eps_of in ("final", "blocks"):
            found, _ = transformer.forward(tokens, params=params, n_heads=2, eps=0.5, eps_of=eps_of)
            np.testing.assert_array_equal(found, other if eps_of == has_it else usual)


@pytest.mark.parametrize("pairing", ["interleaved", "half"])
def test_rope_keeps_lengths_and_depends_on_differences_of_positions_only(pairing: str) -> None:
    q, k = normal(1, 8), normal(1, 8)

    def turned(x: np.ndarray, position: float) -> np.ndarray:
        return rope.forward(x, np.array([position]), pairing=pairing)[0]

    assert np.linalg.norm(turned(q, 13)) == pytest.approx(np.linalg.norm(q))
    assert np.sum(turned(q, 9) * turned(k, 4)) == pytest.approx(np.sum(turned(q, 25) * turned(k, 20)))


def test_rope_worked_example_a_quarter_turn() -> None:
    y, _ = rope.forward(np.array([[1.0, 0.0]]), np.array([math.pi / 2]))
    np.testing.assert_allclose(y, [[0.0, 1.0]], atol=1e-15)


@pytest.mark.parametrize(
    ("layout", "shape"), [("seq_last", (2, 5, 8)), ("seq_first", (2, 5, 3, 8)), ("seq_last", (2, 3, 5, 8))]
)
def test_rope_takes_positions_of_each_sequence_or_one_for_one_vector(layout: str, shape: tuple[int, ...]) -> None:
    x, positions = normal(*shape), np.array([[3, 0, 11, 4, 7], [2, 25, 1, 9, 5]])
    y, _ = rope.forward(x, positions, layout=layout)
    for one, at, turned in zip(x, positions, y, strict=True):
        np.testing.assert_array_equal(turned, rope.forward(one, at, layout=layout)[0])
    alone, _ = rope.forward(np.ones(8), np.array(7))
    np.testing.assert_array_equal(alone, rope.forward(np.ones((1, 8)), np.array([7]))[0][0])


def test_rope_refuses_what_it_does_not_know() -> None:
    with pytest.raises(ValueError, match="pairing"):
        rope.forward(np.zeros((1, 2)), np.zeros(1), pairing="other")


def test_sinusoids_start_with_zero_and_one_and_both_layouts_hold_the_same_numbers() -> None:
    one, two = sinusoidal(5, 6), sinusoidal(5, 6, "concatenated")
    np.testing.assert_array_equal(one[0], [0, 1, 0, 1, 0, 1])
    np.testing.assert_array_equal(np.sort(one, axis=-1), np.sort(two, axis=-1))
    with pytest.raises(ValueError, match="layout"):
        sinusoidal(1, 2, "other")


def test_no_layer_changes_its_input() -> None:
    x = normal(2, 5, 4)
    before = x.copy()
    transformer_block.forward(x, params=block_params(4, 6), n_heads=2, mask=MASK)
    rope.forward(x, np.arange(5))
    np.testing.assert_array_equal(x, before)
