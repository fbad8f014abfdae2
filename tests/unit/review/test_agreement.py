from __future__ import annotations

import pytest

from grader.review.agreement import agreement
from grader.store.reviews import Pair


def pair(
    machine: float, person: float, *, count: int = 1, blind: bool = False, verdict: str = "met", layer: str = "typed"
) -> Pair:
    return Pair(
        exercise="6.1", part="a", criterion="vanish", layer=layer, blind=blind, verdict=verdict, machine=machine,
        person=person, count=count,
    )  # fmt: skip


def test_only_blind_grading_says_how_often_automatic_decisions_are_wrong() -> None:
    blind = [pair(1.0, 1.0, blind=True, count=58), pair(0.0, 0.0, blind=True, count=41)]
    wrong = [pair(1.0, 0.0, blind=True)]
    suggested = [pair(0.0, 1.0, verdict="unsure", layer="text", count=3)]
    overruled = [pair(1.0, 0.0), pair(1.0, 1.0)]

    found = agreement([*blind, *wrong, *suggested, *overruled])["all"]

    assert (found["blind"]["count"], found["blind"]["wrong"], found["blind"]["exact"]) == (100, 1, 0.99)
    assert found["blind"]["bound"] == pytest.approx(0.0466, abs=5e-4)  # 1 of 100: tabulated, one-sided 95 %
    assert found["blind"]["kappa"] == pytest.approx((0.99 - (0.59 * 0.58 + 0.41 * 0.42)) / (1 - 0.5144))
    assert (found["suggestions"]["count"], found["suggestions"]["exact"]) == (3, 0.0)
    assert found["overruled"] == 1


def test_figures_are_given_by_criterion_and_by_layer() -> None:
    found = agreement([pair(1.0, 1.0, blind=True), pair(1.0, 1.0, verdict="unsure", layer="text")])

    assert set(found["criteria"]) == {"6.1/a/vanish"}
    assert (found["layers"]["typed"]["blind"]["count"], found["layers"]["text"]["blind"]["count"]) == (1, 0)
    assert found["layers"]["text"]["blind"]["exact"] is None


def test_without_decisions_nothing_is_claimed() -> None:
    assert agreement([])["all"]["blind"] == {"count": 0, "exact": None, "kappa": None, "wrong": 0, "bound": 1.0}
