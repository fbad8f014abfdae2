"""From a proposal to a verdict, to a report, and to figures."""

from __future__ import annotations

import json
import math

import pytest

from grader.formats.report_json import to_json
from grader.grading import report_on_answers
from grader.rubric import measure
from grader.rubric.answers import canonical
from grader.rubric.decision import Layer, Proposal, Thresholds, Verdict, decide
from tests.unit.rubric.conftest import loaded


def proposal(fraction: float = 1.0, confidence: float = 0.9, *flags: str) -> Proposal:
    return Proposal(fraction=fraction, confidence=confidence, layer=Layer.TEXT, reason="text.claimed", flags=flags)


def verdict(found: Proposal, **least: float | None) -> str:
    keys = {name.replace("__", ":"): value for name, value in least.items()}
    return decide("6.1", "a", "vanish", "text", 2.0, found, Thresholds(keys)).verdict.value


def test_without_a_threshold_a_layer_only_suggests() -> None:
    assert verdict(proposal(confidence=1.0)) == "unsure"


def test_a_proposal_stands_from_its_threshold_on() -> None:
    assert verdict(proposal(1.0, 0.85), text__credit=0.85) == "met"
    assert verdict(proposal(1.0, 0.84), text__credit=0.85) == "unsure"
    assert verdict(proposal(0.5), text__credit=0.85) == "partly"
    assert verdict(proposal(0.0), text__credit=0.85) == "unsure"
    assert verdict(proposal(0.0), text__zero=0.85) == "not_met"


def test_a_flag_leaves_it_to_a_person_whatever_the_confidence() -> None:
    assert verdict(proposal(1.0, 1.0, "negation"), text__credit=0.1) == "unsure"


def test_the_most_specific_threshold_holds() -> None:
    least = {"6.1/a/vanish:text:credit": 0.99, "text:text:credit": 0.5, "text:credit": 0.4}
    assert decide("6.1", "a", "vanish", "text", 2.0, proposal(), Thresholds(least)).verdict is Verdict.UNSURE
    assert decide("6.1", "a", "other", "text", 2.0, proposal(), Thresholds(least)).verdict is Verdict.MET
    shadow = {**least, "text:text:credit": None}
    assert decide("6.1", "a", "other", "text", 2.0, proposal(), Thresholds(shadow)).verdict is Verdict.UNSURE


def report(exercise: str, answers: dict[str, str]) -> dict[str, object]:
    found, ready = loaded(exercise)
    return json.loads(json.dumps(to_json(report_on_answers(found, ready, canonical(answers))), allow_nan=False))


def test_a_report_on_answers_has_an_item_a_criterion_and_full_marks_are_exactly_one() -> None:
    found = report("6.9", {"a": "38.4M", "b": "4*768^2 = 2,359,296", "c": "2*768*3072 = 4,718,592",
                           "d": "123,334,656; GPT-2 small has 124M"})  # fmt: skip
    assert (found["status"], found["score"], found["points"]) == ("graded", 1.0, 10.0)
    assert [item["id"] for item in found["items"]] == [  # type: ignore[attr-defined]
        "a/value", "b/value", "b/composition", "c/value", "c/composition", "d/total", "d/comparison",
    ]  # fmt: skip


def test_an_unsure_criterion_makes_the_report_provisional_and_carries_a_suggestion() -> None:
    found = report("6.1", {"a": "The gradients do not vanish.", "b": "f'(x) + 1", "c": "x + f(x)"})
    assert found["status"] == "needs_review"
    item = found["items"][0]  # type: ignore[index]
    assert item["outcome"] == "unsure"
    assert item["detail"]["suggestion"] == {"verdict": "not_met", "points": 0.0}
    assert found["notes"][0].startswith("Provisional")  # type: ignore[index]
    assert "a/vanish" in found["provenance"]["unsure"]  # type: ignore[index]


def test_a_misconception_comes_with_its_explanation() -> None:
    found = report("6.9", {"b": "12 * 4 * 768^2 = 28,311,552"})
    assert found["misconceptions"][0]["slug"] == "heads-multiply"  # type: ignore[index]
    assert "share the width" in found["misconceptions"][0]["explanation"]  # type: ignore[index]


@pytest.mark.parametrize("source", ["def f(): ...", "[]", '{"z": "x"}', '{"a": ""}'])
def test_a_source_that_holds_no_answers_is_not_gradable(source: str) -> None:
    exercise, ready = loaded("6.1")
    found = report_on_answers(exercise, ready, source)
    assert (found.status, found.score) == ("not_gradable", 0.0)
    assert found.stopped is not None
    assert found.stopped["reason"] == "refused"


@pytest.mark.parametrize(
    ("wrong", "of", "bound"), [(0, 59, 0.05), (0, 99, 0.03), (0, 149, 0.02), (0, 299, 0.01), (1, 27, 0.164)]
)
def test_the_bound_is_that_of_clopper_and_pearson(wrong: int, of: int, bound: float) -> None:
    assert math.isclose(measure.upper_bound(wrong, of), bound, abs_tol=0.001)


def test_the_bound_is_one_if_nothing_was_decided() -> None:
    assert measure.upper_bound(0, 0) == 1.0


def test_kappa_and_r_agree_with_worked_examples() -> None:
    assert measure.kappa([0, 1, 2, 3], [0, 1, 2, 3]) == 1.0
    assert math.isclose(measure.kappa([0, 1, 2], [0, 2, 2]), 1 - (1 / 3) / (15 / 9))
    assert math.isclose(measure.pearson([1, 2, 3], [2, 4, 7]), 5 / math.sqrt(2 * 38 / 3))
    assert math.isnan(measure.pearson([1, 1], [0, 2]))
