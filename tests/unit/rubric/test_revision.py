from __future__ import annotations

import copy
from pathlib import Path
from typing import Any

from grader.catalog.rubric_folder import load_rubric
from grader.formats.report_json import to_json
from grader.grading import report_on_answers
from grader.rubric.decision import Verdict
from grader.rubric.prepared import prepare
from grader.rubric.revision import Ruling, revised

EXERCISE = load_rubric(Path(__file__).parents[3] / "problems" / "stage-06" / "6.1")
KNOWN = EXERCISE.spec.misconceptions
VAGUE = '{"a": "Something with the depth goes somehow wrong on the way."}'
NO = Ruling(Verdict.NOT_MET, 0.0, "No.")


def first() -> dict[str, Any]:
    return to_json(report_on_answers(EXERCISE, prepare(EXERCISE.spec), VAGUE))


def every(report: dict[str, Any], ruling: Ruling) -> dict[str, Ruling]:
    return {item["id"]: ruling for item in report["items"]}


def test_without_a_ruling_nothing_changes() -> None:
    report = first()
    again = revised(report, {}, KNOWN)

    assert again["provenance"].pop("decided_by_staff") == []
    assert again == report


def test_the_first_report_is_left_as_it_is() -> None:
    report = first()
    before = copy.deepcopy(report)

    revised(report, every(report, NO), KNOWN)

    assert report == before


def test_full_marks_from_people_are_exactly_full_marks() -> None:
    report = first()

    found = revised(report, every(report, Ruling(Verdict.MET, 1.0, "Yes.")), KNOWN)

    assert (found["score"], found["points"], found["status"]) == (1.0, report["max_points"], "graded")
    assert found["provenance"]["decided_points"] == report["max_points"]
    assert found["provenance"]["unsure"] == []


def test_handing_back_restores_suggestion_points_and_note() -> None:
    report = first()
    back = Ruling(Verdict.UNSURE, 0.0, "Taken back.")

    found = revised(report, dict.fromkeys(report["provenance"]["unsure"], back), KNOWN)

    assert found["items"] == report["items"]
    assert (found["score"], found["notes"], found["status"]) == (report["score"], report["notes"], "needs_review")


def test_a_mistake_is_named_only_if_the_verdict_it_explains_stands() -> None:
    report = first()
    item = next(each for each in report["items"] if each["id"] == "a/vanish")
    slug = next(iter(KNOWN))
    item["detail"] |= {"misconception": slug, "fraction": 0.0}

    agreed = revised(report, {"a/vanish": NO}, KNOWN)
    overruled = revised(report, {"a/vanish": Ruling(Verdict.MET, 1.0, "Yes.")}, KNOWN)
    waiting = revised(report, {}, KNOWN)

    assert [each["slug"] for each in agreed["misconceptions"]] == [slug]
    assert agreed["misconceptions"][0]["hint"] == KNOWN[slug].hint
    assert overruled["misconceptions"] == waiting["misconceptions"] == []


def test_a_mistake_that_the_rubric_no_longer_names_is_told_as_it_was_then() -> None:
    report = first()
    told = {"slug": "lost", "title": "Lost", "explanation": "x", "hint": "y"}
    report["misconceptions"] = [told]
    next(each for each in report["items"] if each["id"] == "b/plus_one")["detail"]["misconception"] = "lost"

    assert revised(report, {"a/vanish": NO}, {})["misconceptions"] == [told]
