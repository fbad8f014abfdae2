from __future__ import annotations

from datetime import UTC, datetime

import pytest

from grader.review.agreement import agreement
from grader.store.reviews import NewDecision, StaffDecision, Standing

NOW = datetime(2026, 11, 24, tzinfo=UTC)


def standing(
    machine: float, person: float, *, blind: bool = False, verdict: str = "met", layer: str = "typed"
) -> Standing:
    made = NewDecision(
        exercise="6.1", part="a", criterion="vanish", rubric_version="v", kind="text", layer=layer, verdict=verdict,
        fraction=machine, confidence=0.9, reason="x", answer_hash="h", blind=blind,
    )  # fmt: skip
    staff = StaffDecision(
        revision=1, who="ada", verdict="met", fraction=person, reason="", replaced_verdict="", replaced_fraction=0.0,
        created_at=NOW,
    )  # fmt: skip
    return Standing(submission_id="s", made=made, revision=1, open=False, created_at=NOW, staff=staff)


def test_only_blind_grading_says_how_often_automatic_decisions_are_wrong() -> None:
    blind = [*[standing(1.0, 1.0, blind=True)] * 58, *[standing(0.0, 0.0, blind=True)] * 41]
    wrong = [standing(1.0, 0.0, blind=True)]
    suggested = [standing(0.0, 1.0, verdict="unsure", layer="text")] * 3
    overruled = [standing(1.0, 0.0), standing(1.0, 1.0)]

    found = agreement([*blind, *wrong, *suggested, *overruled])["all"]

    assert (found["blind"]["count"], found["blind"]["wrong"], found["blind"]["exact"]) == (100, 1, 0.99)
    assert found["blind"]["bound"] == pytest.approx(0.0466, abs=5e-4)  # 1 of 100: tabulated, one-sided 95 %
    assert found["blind"]["kappa"] == pytest.approx((0.99 - (0.59 * 0.58 + 0.41 * 0.42)) / (1 - 0.5144))
    assert (found["suggestions"]["count"], found["suggestions"]["exact"]) == (3, 0.0)
    assert found["overruled"] == 1


def test_figures_are_given_by_criterion_and_by_layer() -> None:
    found = agreement([standing(1.0, 1.0, blind=True), standing(1.0, 1.0, verdict="unsure", layer="text")])

    assert set(found["criteria"]) == {"6.1/a/vanish"}
    assert (found["layers"]["typed"]["blind"]["count"], found["layers"]["text"]["blind"]["count"]) == (1, 0)
    assert found["layers"]["text"]["blind"]["exact"] is None


def test_without_decisions_nothing_is_claimed() -> None:
    assert agreement([])["all"]["blind"] == {"count": 0, "exact": None, "kappa": None, "wrong": 0, "bound": 1.0}
