from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom, binomtest

from grader.rubric.calibration import Graded, calibrate, curve, needed, thresholds
from grader.rubric.decision import DEFAULT_THRESHOLDS, Layer, Proposal, Thresholds, decide
from grader.rubric.measure import kappa, upper_bound


def graded(
    confidence: float,
    right: bool = True,
    *,
    layer: Layer = Layer.TEXT,
    exercise: str = "6.1",
    kind: str = "text",
    flags: tuple[str, ...] = (),
) -> Graded:
    proposal = Proposal(fraction=1.0, confidence=confidence, layer=layer, reason="x", flags=flags)
    return Graded(exercise, kind, proposal, 1.0 if right else 0.0)


@given(st.integers(1, 300).flatmap(lambda of: st.tuples(st.integers(0, of), st.just(of))))
def test_the_bound_is_the_exact_one_of_scipys_binomial_test(counts: tuple[int, int]) -> None:
    wrong, of = counts
    judge = binomtest(wrong, of, alternative="less").proportion_ci(0.95, method="exact").high

    assert upper_bound(wrong, of) == pytest.approx(judge, abs=1e-9)


@given(st.integers(0, 50), st.integers(1, 200))
def test_at_the_bound_so_few_wrong_ones_have_a_chance_of_5_percent(wrong: int, more: int) -> None:
    of = wrong + more

    assert binom.cdf(wrong, of, upper_bound(wrong, of)) == pytest.approx(0.05, abs=1e-6)


@pytest.mark.parametrize(("target", "count"), [(0.05, 59), (0.03, 99), (0.02, 149), (0.01, 299)])
def test_so_many_decisions_without_an_error_show_the_target_and_one_less_does_not(target: float, count: int) -> None:
    assert needed(target) == count
    assert upper_bound(0, count) < target <= upper_bound(0, count - 1)


@given(st.floats(0.001, 0.5))
def test_the_number_needed_is_the_least(target: float) -> None:
    count = needed(target)

    assert upper_bound(0, count) < target
    assert count == 1 or upper_bound(0, count - 1) >= target - 1e-9


def test_kappa_is_cohens_on_the_textbook_table() -> None:
    # Two raters, 50 cases: both yes 20, both no 15, only the first 5, only the second 10; kappa is 0.40.
    one = [1] * 25 + [0] * 25
    other = [1] * 20 + [0] * 5 + [1] * 10 + [0] * 15

    assert kappa(one, other) == pytest.approx(0.4)
    assert math.isnan(kappa([1, 1], [1, 1]))


def test_58_right_decisions_leave_a_layer_in_shadow_mode_and_the_59th_opens_it() -> None:
    few = calibrate([graded(0.9)] * 58, 0.05)["6.1:text:text:credit"]
    enough = calibrate([graded(0.9)] * 59, 0.05)["6.1:text:text:credit"]

    assert (few.threshold, few.usable) == (None, 58)
    assert (enough.threshold, enough.usable) == (0.9, 59)


def test_the_lowest_confidence_whose_bound_holds_is_chosen() -> None:
    sure = [graded(0.9)] * 100
    group = [*sure, *[graded(0.7)] * 40, graded(0.7, right=False), *[graded(0.5, right=False)] * 20]

    found = calibrate(group, 0.05)["6.1:text:text:credit"]

    assert found.threshold == 0.7  # 1 wrong of 141: bound 3.3 %
    assert [(p.threshold, p.decided, p.wrong) for p in found.curve] == [(0.9, 100, 0), (0.7, 141, 1), (0.5, 161, 21)]
    assert found.chosen is found.curve[1]


def test_what_is_flagged_is_never_decided_and_lowers_the_coverage() -> None:
    points = curve([*[graded(0.9)] * 30, *[graded(0.99, right=False, flags=("negation",))] * 10])

    assert [(p.threshold, p.decided, p.wrong, p.coverage) for p in points] == [(0.9, 30, 0, 0.75)]


def test_likeness_alone_is_never_decided_however_often_it_was_right() -> None:
    like = Proposal(fraction=0.0, confidence=0.5, layer=Layer.TEXT, reason="text.likeness")
    group = [Graded("6.1", "text", like, 0.0)] * 200

    found = calibrate(group, 0.05)["6.1:text:text:zero"]

    assert (found.threshold, found.curve, found.usable) == (None, (), 0)
    open_to_all = Thresholds({"text:zero": 0.0})
    assert not decide("6.1", "a", "vanish", "text", 2.0, like, open_to_all).decided


def test_labels_may_make_credit_easier_than_shipped_and_never_a_zero() -> None:
    def group(fraction: float) -> list[Graded]:
        proposal = Proposal(fraction=fraction, confidence=0.6, layer=Layer.TYPED, reason="x")
        return [Graded("6.1", "number", proposal, fraction)] * 200

    assert thresholds(calibrate(group(1.0), 0.05)) == {"number:typed:credit": 0.6}
    assert thresholds(calibrate(group(0.0), 0.05)) == {}  # what is shipped stays


def test_prose_is_proven_for_each_exercise_and_numbers_for_all_together() -> None:
    prose = [graded(0.9, exercise=f"6.{index % 3}") for index in range(90)]
    numbers = [graded(0.9, exercise=f"6.{index % 3}", layer=Layer.TYPED, kind="number") for index in range(90)]

    found = thresholds(calibrate([*prose, *numbers], 0.05))

    assert found == {
        "6.0:text:text:credit": None,
        "6.1:text:text:credit": None,
        "6.2:text:text:credit": None,
        "number:typed:credit": 0.9,
    }


def test_typed_layers_keep_what_they_are_shipped_with_until_a_label_speaks_against_it() -> None:
    shipped = DEFAULT_THRESHOLDS.least["typed:credit"]
    assert shipped is not None
    few = [graded(0.9, layer=Layer.TYPED, kind="number")] * 10
    below = graded(shipped - 0.1, right=False, layer=Layer.TYPED, kind="number")
    above = graded(shipped, right=False, layer=Layer.TYPED, kind="number")

    assert thresholds(calibrate([*few, below], 0.05)) == {}
    assert thresholds(calibrate([*few, above], 0.05)) == {"number:typed:credit": None}
