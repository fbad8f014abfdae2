"""The binder copies values INTO the student's own arrays, however they are kept."""

from __future__ import annotations

import types
from collections import deque
from typing import Any

import numpy as np
import pytest

from grader.sandbox.cell.binding import Binder

W = np.arange(12.0).reshape(3, 4)
B = np.array([5.0, 6.0, 7.0, 8.0])


def slot(name: str = "W1", shape: tuple[int, ...] = (3, 4), tensor: int = 0, **more: Any) -> dict[str, Any]:
    return {"name": name, "paths": [["W1", "fc1"]], "shape": shape, "tensor": tensor, **more}


def bind(thing: Any, *slots: dict[str, Any], tensors: tuple[np.ndarray, ...] = (W, B)) -> dict[str, Any]:
    report, _ = Binder().bind(thing, slots, tensors)
    return report


def test_an_attribute_is_filled_in_place() -> None:
    array = np.zeros((3, 4))
    thing = types.SimpleNamespace(W1=array, copies={"first": array})
    assert bind(thing, slot())["W1"]["how"] == "name"
    assert thing.copies["first"] is array
    np.testing.assert_array_equal(array, W)


def test_names_are_compared_without_case_and_underscores() -> None:
    thing = types.SimpleNamespace(_w_1=np.zeros((3, 4)))
    assert bind(thing, slot())["W1"]["path"] == "_w_1"


def test_a_read_only_property_is_read_and_its_array_is_filled() -> None:
    class Kept:
        def __init__(self) -> None:
            self._store = {"weight": np.zeros((3, 4))}

        @property
        def W1(self) -> np.ndarray:
            return self._store["weight"]

    thing = Kept()
    bind(thing, slot())
    np.testing.assert_array_equal(thing._store["weight"], W)


def test_slots_and_dicts_and_helper_objects_are_looked_into() -> None:
    class Slotted:
        __slots__ = ("W1",)

    slotted = Slotted()
    slotted.W1 = np.zeros((3, 4))
    in_dict = types.SimpleNamespace(params={"W1": np.zeros((3, 4))})
    in_helper = types.SimpleNamespace(fc1=types.SimpleNamespace(weight=np.zeros((3, 4)), bias=np.zeros(4)))
    for thing in (slotted, in_dict, in_helper):
        assert "missing" not in bind(thing, slot())["W1"]
    report = bind(in_helper, slot(), slot("b1", (4,), 1, paths=[["b1"]], beside="W1", beside_names=["bias"]))
    assert report["b1"]["path"] == "fc1.bias"
    np.testing.assert_array_equal(in_helper.fc1.bias, B)


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (..., "not_array"),
        ([[0.0] * 4] * 3, "not_array"),
        (np.zeros((4, 3)), "shape"),
        (np.zeros((3, 4), dtype=int), "dtype"),
    ],
)
def test_what_cannot_be_filled_is_reported_and_left_alone(value: Any, reason: str) -> None:
    assert bind(types.SimpleNamespace(W1=value), slot())["W1"]["missing"] == reason


def test_a_read_only_array_is_reported() -> None:
    array = np.zeros((3, 4))
    array.setflags(write=False)
    assert bind(types.SimpleNamespace(W1=array), slot())["W1"]["missing"] == "read_only"


def test_a_transposed_matrix_stays_transposed_where_the_shape_cannot_tell() -> None:
    binder = Binder()
    first, square = types.SimpleNamespace(W1=np.zeros((4, 3))), types.SimpleNamespace(W1=np.zeros((2, 2)))
    values = (W, np.array([[1.0, 2.0], [3.0, 4.0]]))
    binder.bind(first, [slot(transposable=True)], values)
    binder.bind(square, [slot(shape=(2, 2), tensor=1, transposable=True)], values)
    np.testing.assert_array_equal(first.W1, W.T)
    np.testing.assert_array_equal(square.W1, values[1].T)


def test_heads_may_be_a_list_or_a_third_axis_or_objects_of_their_own() -> None:
    listed = types.SimpleNamespace(W1=[np.zeros((3, 2)), np.zeros((3, 2))])
    stacked = types.SimpleNamespace(W1=np.zeros((2, 3, 2)))
    objects = types.SimpleNamespace(heads=[types.SimpleNamespace(W1=np.zeros((3, 2))) for _ in range(2)])
    for thing in (listed, stacked, objects):
        assert bind(thing, slot(split=2))["W1"]["how"] == "heads"
    np.testing.assert_array_equal(np.concatenate(listed.W1, axis=1), W)
    np.testing.assert_array_equal(stacked.W1[1], W[:, 2:])
    np.testing.assert_array_equal(objects.heads[0].W1, W[:, :2])


def test_one_array_may_hold_several_parameters_side_by_side() -> None:
    fused = types.SimpleNamespace(qkv=np.zeros((3, 8)))
    group = {"names": ["qkv"], "together": ["q", "k"]}
    slots = (slot("q", paths=[["q"]], fused=group), slot("k", paths=[["k"]], tensor=1))
    report = bind(fused, *slots, tensors=(W, W + 100))
    assert [report["q"]["how"], report["k"]["how"]] == ["fused", "fused"]
    np.testing.assert_array_equal(fused.qkv, np.concatenate([W, W + 100], axis=1))


def test_unknown_names_fall_back_to_shape_in_order_of_declaration_only_where_allowed() -> None:
    thing = types.SimpleNamespace(first=np.zeros((3, 4)), second=np.zeros((3, 4)), cache=np.zeros(9))
    slots = (slot("q", paths=[["q"]], fallback=True), slot("k", paths=[["k"]], tensor=1, fallback=True))
    report = bind(thing, *slots, tensors=(W, -W))
    assert (report["q"]["path"], report["k"]["path"]) == ("first", "second")
    assert bind(types.SimpleNamespace(first=np.zeros((3, 4))), slot())["W1"] == {"missing": "absent"}


class Linear:
    """As PyTorch keeps it: [out, in]."""

    def __init__(self) -> None:
        self.weight, self.bias = np.random.default_rng(1).standard_normal((3, 3)), np.ones(3)

    def __call__(self, x: np.ndarray) -> np.ndarray:
        return x @ self.weight.T + self.bias


def test_a_square_matrix_is_written_the_way_round_its_helper_multiplies() -> None:
    square = np.arange(9.0).reshape(3, 3)
    turned = types.SimpleNamespace(fc1=Linear())
    plain = types.SimpleNamespace(W1=np.zeros((3, 3)))
    wanted = slot(shape=(3, 3), transposable=True)
    assert bind(turned, wanted, tensors=(square,))["W1"]["how"] == "transposed"
    np.testing.assert_array_equal(turned.fc1.weight, square.T)
    assert bind(plain, wanted, tensors=(square,))["W1"]["how"] == "name"


def test_one_array_for_several_parameters_may_be_kept_transposed() -> None:
    fused = types.SimpleNamespace(qkv=np.zeros((8, 3)))
    group = {"names": ["qkv"], "together": ["q", "k"]}
    slots = (slot("q", paths=[["q"]], fused=group, transposable=True), slot("k", paths=[["k"]], tensor=1))
    bind(fused, *slots, tensors=(W, W + 100))
    np.testing.assert_array_equal(fused.qkv, np.concatenate([W, W + 100], axis=1).T)


def test_a_head_may_have_an_axis_or_an_object_of_its_own() -> None:
    axis = types.SimpleNamespace(q=np.zeros((3, 2, 2)))
    head = slot("q", paths=[["q"]], split=2, transposable=True)
    assert bind(axis, head)["q"]["how"] == "reshaped"
    np.testing.assert_array_equal(axis.q.reshape(3, 4), W)
    heads = [types.SimpleNamespace(q=types.SimpleNamespace(weight=np.zeros((2, 3)))) for _ in range(2)]
    assert bind(types.SimpleNamespace(heads=heads), head)["q"]["how"] == "heads"
    np.testing.assert_array_equal(np.concatenate([head.q.weight for head in heads]), W.T)


def test_several_parameters_may_be_stacked_in_one_array() -> None:
    stacked = types.SimpleNamespace(qkv=np.zeros((2, 3, 4)))
    group = {"names": ["qkv"], "together": ["q", "k"]}
    bind(stacked, slot("q", paths=[["q"]], fused=group), slot("k", paths=[["k"]], tensor=1), tensors=(W, -W))
    np.testing.assert_array_equal(stacked.qkv, [W, -W])


def test_how_one_objects_square_matrix_lies_says_nothing_of_the_next_objects() -> None:
    binder, square = Binder(), np.arange(9.0).reshape(3, 3)
    wanted = [slot(shape=(3, 3), transposable=True)]
    binder.bind(types.SimpleNamespace(fc1=Linear()), wanted, (square,))
    plain = types.SimpleNamespace(W1=np.zeros((3, 3)))
    binder.bind(plain, wanted, (square,))
    np.testing.assert_array_equal(plain.W1, square)


def test_where_nothing_goes_by_the_parents_name_parameters_are_found_in_order_of_declaration() -> None:
    norms = [types.SimpleNamespace(gamma=np.ones(4)) for _ in range(2)]
    slots = [slot(f"norm{i + 1}.gamma", (4,), i, paths=[[f"norm{i + 1}"], ["gamma"]], fallback=True) for i in range(2)]
    report = bind(types.SimpleNamespace(norms=norms), *slots, tensors=(B, -B))
    assert [report[f"norm{i}.gamma"]["how"] for i in (1, 2)] == ["elsewhere", "elsewhere"]
    np.testing.assert_array_equal([norm.gamma for norm in norms], [B, -B])


def test_items_of_lists_and_deques_are_reached_by_position() -> None:
    layers = deque(types.SimpleNamespace(W1=np.zeros((3, 4))) for _ in range(2))
    report = bind(types.SimpleNamespace(layers=layers), slot(paths=[["layers"], ["#1"], ["W1"]]))
    assert "missing" not in report["W1"]
    np.testing.assert_array_equal(layers[1].W1, W)
    assert not layers[0].W1.any()


def test_two_names_for_one_array_are_found_out() -> None:
    array = np.zeros((3, 4))
    binder = Binder()
    slots = [slot("a", paths=[["a"]]), slot("b", paths=[["b"]], tensor=0)]
    binder.bind(types.SimpleNamespace(a=array, b=array), slots, (W, B))
    assert binder.shared() == [["a", "b"]]


def test_parts_may_be_attributes_of_their_owner_but_an_object_of_their_own_comes_first() -> None:
    way = {"paths": [["attention", "."], ["W1"]]}
    flat = types.SimpleNamespace(W1=np.zeros((3, 4)))
    assert bind(flat, slot(**way))["W1"]["path"] == "W1"
    both = types.SimpleNamespace(W1=np.zeros((3, 4)), attention=types.SimpleNamespace(W1=np.zeros((3, 4))))
    assert bind(both, slot(**way))["W1"]["path"] == "attention.W1"


def test_an_oddly_named_gain_is_told_from_its_offset_by_what_it_starts_as() -> None:
    thing = types.SimpleNamespace(closing=types.SimpleNamespace(up=np.ones(4), down=np.zeros(4)))
    gain = slot("gamma", (4,), 1, paths=[["norm"], ["gamma"]], fallback=True, initial=1.0)
    assert bind(thing, gain)["gamma"]["path"] == "closing.up"
    np.testing.assert_array_equal(thing.closing.up, B)


def test_a_list_in_place_of_an_array_is_said_to_be_no_array() -> None:
    thing = types.SimpleNamespace(W1=[[0.0] * 4] * 3)
    assert bind(thing, slot(paths=[["W1"], ["weight"]], itself=True))["W1"]["missing"] == "not_array"
