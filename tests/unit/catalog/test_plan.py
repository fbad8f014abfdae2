"""Spec and seed make the plan; nothing that is expected gets into the program."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import pytest

from grader.catalog.draws import causal_mask, draw
from grader.catalog.folder import Exercise, load_catalog
from grader.catalog.plan import make_plan
from grader.catalog.references import Expected
from grader.catalog.spec import Draw

CATALOG = load_catalog(Path(__file__).parents[3] / "problems")
EXERCISES = pytest.mark.parametrize("exercise", CATALOG.code.values(), ids=list(CATALOG.code))


@EXERCISES
def test_the_same_seed_gives_the_same_plan_to_the_bit(exercise: Exercise) -> None:
    one, two = (make_plan(exercise.spec, 2**61 + 9, exercise.supplied).program for _ in range(2))
    assert one.head == two.head
    assert all(np.array_equal(a, b, equal_nan=True) for a, b in zip(one.tensors, two.tensors, strict=True))


@EXERCISES
def test_fixed_cases_stay_and_fresh_ones_change_with_the_seed(exercise: Exercise) -> None:
    one, two = (make_plan(exercise.spec, seed, exercise.supplied) for seed in (1, 2))
    for name, case in one.cases.items():
        pairs = [
            np.array_equal(case.inputs[key], two.cases[name].inputs[key], equal_nan=True)
            for key, draw in case.spec.inputs.items()
            if draw.kind in ("normal", "tokens")
        ]
        if not case.spec.fresh:
            assert all(pairs)
        elif case.inputs[next(iter(case.inputs))].size > 4:
            assert not all(pairs)


@EXERCISES
def test_the_order_of_calls_differs_from_seed_to_seed(exercise: Exercise) -> None:
    orders = {
        tuple(
            s["id"]
            for s in make_plan(exercise.spec, seed, exercise.supplied).program.head["steps"]
            if s["do"] == "call"
        )
        for seed in range(5)
    }
    assert len(orders) == 5


@EXERCISES
def test_public_calls_come_first_and_in_the_same_order_for_everybody(exercise: Exercise) -> None:
    plan = make_plan(exercise.spec, 6, exercise.supplied)
    public = [name for name, case in plan.cases.items() if case.public]
    called = [step["id"] for step in plan.program.head["steps"] if step["do"] == "call"]
    assert called[: len(public)] == public


def test_a_variant_is_run_without_the_parameters_that_a_submission_lacks_and_under_its_reading() -> None:
    exercise = CATALOG.get("6.5")
    plan = make_plan(exercise.spec, 6, exercise.supplied)
    build, bind, call = plan.narrowed(("example",), {"GELU": "erf"}, ("attention.b_q",)).head["steps"]
    assert (build["switches"], call["id"]) == ({"GELU": "erf"}, "example")
    names = [slot["name"] for slot in bind["slots"]]
    assert "attention.b_q" not in names
    assert {"attention.b_k", "attention.W_q"} <= set(names)


@EXERCISES
def test_no_expected_value_is_in_the_program(exercise: Exercise) -> None:
    plan = make_plan(exercise.spec, 3, exercise.supplied)
    shapes = {
        rig: {k: v.shape for k, v in c.rig.parameters.items()} for c in plan.cases.values() for rig in [c.rig.name]
    }
    expected = Expected(plan, shapes)
    sent = {array.tobytes() for array in plan.program.tensors}
    for choices in itertools.product(*(reading.choices for reading in exercise.spec.readings)):
        tags = {key: value for choice in choices for key, value in choice.tags.items()}
        options = {key: value for choice in choices for key, value in choice.options.items()}
        for case in plan.cases.values():
            belongs = all(tags.get(key, value) == value for key, value in case.spec.tags.items())
            if belongs and "zero" not in case.id:  # rotating by position zero leaves x as it is
                assert expected.values(case, options).tobytes() not in sent


@EXERCISES
def test_what_is_drawn_is_exact_in_float32(exercise: Exercise) -> None:
    plan = make_plan(exercise.spec, 4, exercise.supplied)
    for case in plan.cases.values():
        for value in case.rig.parameters.values():
            assert np.array_equal(value, value.astype(np.float32).astype(np.float64))


@pytest.mark.parametrize("notation", ["bool_keep", "bool_hide", "int_keep", "int_hide"])
def test_every_mask_notation_hides_the_future(notation: str) -> None:
    additive = causal_mask(4, "additive_inf")
    mask = causal_mask(4, notation).astype(bool)
    hidden = ~mask if notation.endswith("keep") else mask
    np.testing.assert_array_equal(hidden, np.isneginf(additive))


def test_each_row_has_its_outlier_in_another_entry() -> None:
    made, _ = draw(Draw(shape=(5, 3), outlier=60.0), {}, np.random.default_rng(0))
    assert [list(np.flatnonzero(row == 60.0)) for row in made] == [[0], [1], [2], [0], [1]]


def test_a_number_is_an_array_without_axes() -> None:
    made, reference = draw(Draw(kind="number", values=(7,), dtype="int64"), {}, np.random.default_rng(0))
    assert (made.shape, made.dtype.name, int(reference)) == ((), "int64", 7)
