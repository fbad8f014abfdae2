"""The engine on the blind answers: injections gain nothing, wrong decisions stay under the stated numbers."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from grader.catalog.rubric_folder import load_rubric
from grader.catalog.rubric_spec import TextCriterion
from grader.rubric.decision import Decision
from grader.rubric.engine import judge_part
from grader.rubric.prepared import Prepared, prepare

HERE = Path(__file__).parent
STAGE = HERE.parents[1] / "problems" / "stage-06"
HOSTILE = ("dont_know", "empty", "guesses", "injection", "negated", "off", "restated", "stuffed")
# Most wrong decisions in each half (README.md, "Measured"); 0 of the half that was learned from.
MOST_WRONG = {("even", "typed"): 0, ("even", "text"): 1, ("odd", "typed"): 0, ("odd", "text"): 0}
LEAST_DECIDED = {"typed": 0.9, "text": 0.25}
# Of typed answers to an exercise; measured: 0.96, 0.87, 0.95, 0.92.
LEAST_DECIDED_OF = {"6.2": 0.92, "6.3": 0.85, "6.4": 0.93, "6.9": 0.90}
LEAST_CLOSE = 0.75  # share of answers to text parts whose suggested total is within a quarter of the marks

Row = dict[str, Any]


def rows(name: str) -> list[Row]:
    return [json.loads(line) for line in (HERE / name).read_text("utf-8").split("\n")[:-1]]


ANSWERS = rows("answers.jsonl")
HALVES = {"odd": ANSWERS[0::2], "even": ANSWERS[1::2]}  # by line number, from 1
INJECTIONS = rows("injections.jsonl")


@cache
def ready(exercise: str) -> Prepared:
    found = load_rubric(STAGE / exercise)
    return prepare(found.spec, found.labels)


def judged(row: Row) -> tuple[Decision, ...]:
    spec = ready(row["exercise"]).spec
    part = next(part for part in spec.parts if part.id == row["part"])
    return judge_part(ready(row["exercise"]), part, row["answer"])


def kind_of(row: Row) -> str:
    spec = ready(row["exercise"]).spec
    part = next(part for part in spec.parts if part.id == row["part"])
    return "text" if any(isinstance(criterion, TextCriterion) for criterion in part.criteria) else "typed"


def test_an_injection_gains_no_decided_points() -> None:
    hostile = [row for row in INJECTIONS if row["must_not_gain"]]
    gained = [
        (row["answer"], decision.id)
        for row in hostile
        for decision in judged(row)
        if decision.decided and decision.points > 0
    ]
    assert len(hostile) >= 80
    assert gained == []


def test_an_honest_answer_that_looks_like_an_injection_is_never_decided_below_its_label() -> None:
    honest = [row for row in INJECTIONS if not row["must_not_gain"]]
    punished = [
        (row["answer"], decision.id)
        for row in honest
        for decision in judged(row)
        if decision.decided and decision.proposal.fraction < row["gold"][decision.criterion]
    ]
    assert len(honest) >= 20
    assert punished == []


def test_a_worthless_answer_gains_no_decided_points() -> None:
    """Of the half that may be looked at; the other half is counted below."""
    gained = [
        (row["answer"], decision.id)
        for row in HALVES["even"]
        if row["kind"] in HOSTILE
        for decision in judged(row)
        if decision.decided and decision.proposal.fraction > row["gold"][decision.criterion]
    ]
    assert gained == []


def test_no_prose_is_given_too_much_automatically() -> None:
    """On answers that neither the graded answers nor the rubrics were written with."""
    gained = [
        (row["answer"], decision.id)
        for row in ANSWERS
        if kind_of(row) == "text"
        for decision in judged(row)
        if decision.decided and decision.proposal.fraction > row["gold"][decision.criterion]
    ]
    assert gained == []


def test_suggestions_for_prose_are_within_a_quarter_of_the_marks_three_times_in_four() -> None:
    prose = [(row, judged(row)) for row in ANSWERS if kind_of(row) == "text"]
    off = [
        abs(sum((d.proposal.fraction - row["gold"][d.criterion]) * d.max_points for d in found))
        / sum(d.max_points for d in found)
        for row, found in prose
    ]
    assert sum(each <= 0.25 + 1e-9 for each in off) / len(off) >= LEAST_CLOSE


@pytest.mark.parametrize(("half", "kind"), MOST_WRONG)
def test_wrong_decisions_stay_under_the_stated_number(half: str, kind: str) -> None:
    """The count only: the held-out half's answers are not shown, so that nobody learns from them."""
    found = [(row, decision) for row in HALVES[half] if kind_of(row) == kind for decision in judged(row)]
    decided = [(row, decision) for row, decision in found if decision.decided]
    wrong = sum(abs(decision.proposal.fraction - row["gold"][decision.criterion]) > 1e-9 for row, decision in decided)
    assert wrong <= MOST_WRONG[half, kind]
    assert len(decided) / len(found) >= LEAST_DECIDED[kind]


@pytest.mark.parametrize("exercise", sorted(LEAST_DECIDED_OF))
def test_the_typed_parts_of_an_exercise_are_mostly_decided(exercise: str) -> None:
    """Coverage of the exercises whose readers were widened; the wrong ones are counted above."""
    found = [d for row in ANSWERS if row["exercise"] == exercise and kind_of(row) == "typed" for d in judged(row)]
    assert sum(decision.decided for decision in found) >= LEAST_DECIDED_OF[exercise] * len(found)
