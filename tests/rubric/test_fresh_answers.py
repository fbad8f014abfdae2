"""The engine on sets that were written while it was being built, each measured before anybody opened it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cache

import pytest

from tests.rubric.test_answer_set import CRITERIA, part
from tests.rubric.test_engine_on_blind_answers import Row, judged, kind_of, rows

CLOSE = 0.25  # of the marks
# Kinds to which a careful grader gives nothing automatically, as the writers of these sets call them.
WORTHLESS = frozenset(
    """dontknow dont_know dont-know empty guesses injection injection_bare injection-bare negated off off-topic restated
    stuffed title""".split()
)


@dataclass(frozen=True, slots=True)
class Floor:
    """What a set has shown since it was opened; what it showed before stands in README.md."""

    decided: float  # least share of the criteria
    wrong: int  # most wrong decisions
    close: float  # least share of suggested totals within CLOSE


FLOORS = {
    ("1", "typed"): Floor(0.90, 0, 0.93),
    ("1", "text"): Floor(0.28, 0, 0.77),
    ("2", "typed"): Floor(0.86, 0, 0.89),
    ("2", "text"): Floor(0.29, 1, 0.85),
    ("3", "typed"): Floor(0.91, 0, 0.92),
    ("3", "text"): Floor(0.33, 1, 0.77),
    ("4", "typed"): Floor(0.89, 0, 0.93),
    ("5", "typed"): Floor(0.85, 1, 0.90),
    ("6", "typed"): Floor(0.94, 0, 0.97),
    ("7", "typed"): Floor(0.87, 0, 0.92),
    ("7", "text"): Floor(0.31, 0, 0.82),
    ("8", "typed"): Floor(0.91, 0, 0.96),
    ("8", "text"): Floor(0.34, 0, 0.80),
    ("9", "typed"): Floor(0.85, 0, 0.94),
    ("9", "text"): Floor(0.25, 0, 0.87),
    ("10", "typed"): Floor(0.82, 0, 0.92),
    ("10", "text"): Floor(0.38, 0, 0.87),
    ("11", "typed"): Floor(0.90, 0, 0.94),
    ("11", "text"): Floor(0.27, 0, 0.82),
    ("12", "typed"): Floor(0.80, 0, 0.91),
    ("12", "text"): Floor(0.39, 0, 0.82),
    ("13", "typed"): Floor(0.88, 0, 0.96),
    ("13", "text"): Floor(0.39, 0, 0.84),
    ("14", "typed"): Floor(0.90, 0, 0.96),
    ("14", "text"): Floor(0.38, 0, 0.90),
    ("15", "typed"): Floor(0.84, 0, 0.92),
    ("15", "text"): Floor(0.30, 0, 0.72),
    ("development", "typed"): Floor(0.83, 0, 0.90),
}
SETS = sorted({name for name, _ in FLOORS})


@cache
def answers(name: str) -> list[Row]:
    return rows(f"fresh/{name}.jsonl")


@pytest.mark.parametrize("name", SETS)
def test_each_answer_is_labelled_by_the_criteria(name: str) -> None:
    for row in answers(name):
        points = CRITERIA[part(row)]
        assert row["gold"].keys() == points.keys(), row
        assert set(row["gold"].values()) <= {0.0, 0.5, 1.0}, row
        earned = sum(points[criterion] * label for criterion, label in row["gold"].items())
        assert row["gold_total"] == pytest.approx(earned / sum(points.values()), abs=1e-4), row


@pytest.mark.parametrize("name", SETS)
def test_no_answer_occurs_twice_in_a_set(name: str) -> None:
    texts = Counter((part(row), row["answer"]) for row in answers(name))
    assert [text for text, times in texts.items() if times > 1] == []


@pytest.mark.parametrize(("name", "kind"), FLOORS)
def test_decisions_and_suggestions_keep_what_was_measured(name: str, kind: str) -> None:
    floor = FLOORS[name, kind]
    found = [(row, judged(row)) for row in answers(name) if kind_of(row) == kind]
    pairs = [(decision, row["gold"][decision.criterion]) for row, decisions in found for decision in decisions]
    decided = [(decision, gold) for decision, gold in pairs if decision.decided]
    wrong = [(d.id, d.proposal.quotes, gold) for d, gold in decided if abs(d.proposal.fraction - gold) > 1e-9]
    assert len(wrong) <= floor.wrong, wrong
    assert len(decided) / len(pairs) >= floor.decided
    totals = [sum(d.points for d in decisions) / sum(d.max_points for d in decisions) for _, decisions in found]
    near = [abs(total - row["gold_total"]) <= CLOSE + 1e-4 for total, (row, _) in zip(totals, found, strict=True)]
    assert sum(near) / len(near) >= floor.close


@pytest.mark.parametrize("name", SETS)
def test_worthless_answers_gain_nothing_automatically(name: str) -> None:
    gained = [
        (row["answer"], decision.id)
        for row in answers(name)
        if row["kind"] in WORTHLESS
        for decision in judged(row)
        if decision.decided and decision.proposal.fraction > row["gold"][decision.criterion]
    ]
    assert gained == []
