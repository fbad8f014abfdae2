"""Spec and seed make the plan; nothing that is expected gets into the program."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from grader.catalog.folder import Exercise, load_catalog
from grader.catalog.plan import causal_mask, make_plan
from grader.catalog.references import Expected

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
def test_no_expected_value_is_in_the_program(exercise: Exercise) -> None:
    plan = make_plan(exercise.spec, 3, exercise.supplied)
    shapes = {
        rig: {k: v.shape for k, v in c.rig.parameters.items()} for c in plan.cases.values() for rig in [c.rig.name]
    }
    expected = Expected(plan, shapes)
    sent = {array.tobytes() for array in plan.program.tensors}
    for case in plan.cases.values():
        if case.spec.rig and "zero" not in case.id:  # rotating by position zero leaves x as it is
            assert expected.values(case, {}).tobytes() not in sent


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
