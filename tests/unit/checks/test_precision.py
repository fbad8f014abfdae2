"""The arithmetic that a submission works in shows in calls a small step apart."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from grader.catalog.folder import load_exercise
from grader.catalog.plan import make_plan
from grader.checks.precision import Precision, precision_of
from grader.model import Array

PLAN = make_plan(load_exercise(Path(__file__).parents[3] / "problems" / "stage-06" / "6.7").spec, 3)
CASE = PLAN.measurements[0].case
STEP = np.random.default_rng(0).standard_normal((2, 5, 8)) * 1e-5


def seen(function: Callable[[Array], Array]) -> Precision:
    """The precision of a function of x alone."""
    x = np.random.default_rng(1).standard_normal((2, 5, 8))
    probe = PLAN.measurements[0].probes[0]
    return precision_of(PLAN, {CASE: function(x), probe.plus: function(x + STEP), probe.minus: function(x - STEP)})


@pytest.mark.parametrize(
    ("function", "precision"),
    [
        (np.tanh, Precision.DOUBLE),
        (lambda x: np.tanh(x.astype(np.float32)), Precision.SINGLE),
        (lambda x: 1.5 * np.tanh(x.astype(np.float32)).astype(np.float64), Precision.SINGLE),
        (lambda x: np.tanh(x.astype(np.float16)), Precision.COARSE),
        (lambda x: np.tanh(x).astype(np.float16).astype(np.float64), Precision.COARSE),
        (lambda x: np.round(np.tanh(x), 4), Precision.COARSE),
        (lambda x: np.round(np.tanh(x), 6), Precision.COARSE),
        (lambda x: np.zeros_like(x), Precision.DOUBLE),
        (lambda x: np.full_like(x, np.nan), Precision.DOUBLE),
    ],
)
def test_the_arithmetic_is_known_whatever_dtype_is_returned(
    function: Callable[[Array], Array], precision: Precision
) -> None:
    assert seen(function) is precision


def test_a_run_without_gradient_calls_counts_as_float64() -> None:
    assert precision_of(PLAN, {}) is Precision.DOUBLE
