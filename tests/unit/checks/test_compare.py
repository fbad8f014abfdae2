"""Comparing arrays, against NumPy's own judgement."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.checks.compare import compare, tolerance_for

EXPECTED = np.array([[1.0, -2.0], [4.0, 0.0]])


def test_equal_arrays_are_the_same() -> None:
    assert compare(EXPECTED.copy(), EXPECTED, 1e-7).same


@pytest.mark.parametrize("shape", [(4,), (1, 2, 2), (2, 1), (), (0,)])
def test_nothing_is_broadcast(shape: tuple[int, ...]) -> None:
    assert compare(np.zeros(shape), EXPECTED, 1e9).kind == "shape"


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_a_single_number_that_is_not_finite_is_found_at_its_place(bad: float) -> None:
    found = EXPECTED.copy()
    found[1, 0] = bad
    one = compare(found, EXPECTED, 1e300)
    assert (one.kind, one.index, one.differing) == ("not_finite", (1, 0), 1)


def test_the_worst_entry_is_told_with_both_numbers() -> None:
    found = EXPECTED + np.array([[0.0, 0.5], [1e-3, 0.0]])
    one = compare(found, EXPECTED, 1e-7)
    assert (one.index, one.found, one.expected, one.differing) == ((0, 1), -1.5, -2.0, 2)
    assert one.error == pytest.approx(0.125)


@given(st.floats(1e-12, 1e6), st.floats(0, 10), st.sampled_from([1e-7, 1e-5]))
def test_the_verdict_is_the_scaled_inequality(scale: float, factor: float, tolerance: float) -> None:
    expected = EXPECTED * scale
    found = expected.copy()
    found[0, 0] += factor * tolerance * np.abs(expected).max()
    error = np.abs(found - expected).max() / np.abs(expected).max()
    assert compare(found, expected, tolerance).same == bool(error <= tolerance)


def test_huge_numbers_are_wrong_and_not_an_error() -> None:
    assert compare(EXPECTED * 1e307, EXPECTED, 1e-7).kind == "differs"


def test_float32_is_given_its_own_tolerance_and_float16_is_not() -> None:
    assert tolerance_for(("float32", "float64"), 1e-7) == 1e-5
    assert tolerance_for(("float64", "float32"), 1e-7) == 1e-5
    assert tolerance_for(("float16", "float64"), 1e-7) == 1e-7
