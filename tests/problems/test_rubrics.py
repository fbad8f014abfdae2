"""What the rubrics promise: their own examples hold, graded answers are decided right, and hostile ones gain nothing."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from grader.catalog.rubric_folder import RubricExercise, load_rubric
from grader.catalog.rubric_spec import Part, TextCriterion
from grader.language.algebra import evaluate
from grader.rubric import engine, lessons, reporting, unit_tests
from grader.rubric.decision import Decision, Layer
from grader.rubric.engine import judge_part
from grader.rubric.measure import upper_bound
from grader.rubric.prepared import Prepared, prepare

ROOT = Path(__file__).parents[2]
FOLDERS = sorted(path.parent for path in (ROOT / "problems").glob("**/rubric.toml"))
EXERCISES: dict[str, RubricExercise] = {(found := load_rubric(folder)).id: found for folder in FOLDERS}
READY: dict[str, Prepared] = {name: prepare(exercise.spec, exercise.labels) for name, exercise in EXERCISES.items()}
GRADED: list[dict[str, Any]] = [
    json.loads(line) for line in (ROOT / "tests/problems/answers.jsonl").read_text().splitlines()
]
HOSTILE = ("injection", "stuffed", "restated", "negated", "off", "swapped", "circular", "guesses", "dontknow")


def part_of(entry: dict[str, Any]) -> Part:
    return next(part for part in READY[entry["exercise"]].spec.parts if part.id == entry["part"])


def judged(entry: dict[str, Any]) -> tuple[Decision, ...]:
    return judge_part(READY[entry["exercise"]], part_of(entry), entry["answer"])


def is_typed(entry: dict[str, Any]) -> bool:
    return not any(isinstance(criterion, TextCriterion) for criterion in part_of(entry).criteria)


def wrong(entry: dict[str, Any], decision: Decision) -> bool:
    return decision.decided and abs(decision.proposal.fraction - entry["gold"][decision.criterion]) > 1e-9


def test_the_five_conceptual_exercises_have_their_rubrics() -> None:
    assert {"6.1", "6.2", "6.3", "6.4", "6.9"} <= set(EXERCISES)


@pytest.mark.parametrize("name", EXERCISES)
def test_every_criterion_holds_on_its_own_examples(name: str) -> None:
    """By its rules alone: graded answers are another key."""
    tested = unit_tests.run(prepare(EXERCISES[name].spec), EXERCISES[name].examples)
    assert [problem for each in tested for problem in each.violations()] == []


def test_a_learner_is_told_why_a_verdict_is_not_full_marks() -> None:
    for entry in GRADED:
        exercise = EXERCISES[entry["exercise"]]
        decisions = engine.judge(READY[exercise.id], {entry["part"]: entry["answer"]})
        lost = [item for item in reporting.report_on(exercise, decisions).items if item.outcome.value in ("fail", "partial")]
        assert [item.id for item in lost if not item.message] == [], entry["answer"]


def test_typed_parts_are_mostly_decided_and_next_to_never_wrong() -> None:
    found = [(entry, decision) for entry in GRADED if is_typed(entry) for decision in judged(entry)]
    decided = [pair for pair in found if pair[1].decided]
    mistaken = [(entry["answer"], decision.id) for entry, decision in decided if wrong(entry, decision)]
    assert len(decided) / len(found) >= 0.75
    assert upper_bound(len(mistaken), len(decided)) <= 0.02, mistaken


def test_prose_is_decided_only_where_rules_and_graded_answers_agree_and_rightly() -> None:
    found = [(entry, decision) for entry in GRADED if not is_typed(entry) for decision in judged(entry)]
    decided = [pair for pair in found if pair[1].decided]
    assert [d.id for _, d in decided if d.kind == "text" and d.proposal.layer is Layer.TEXT] == []
    assert len(decided) / len(found) >= 0.35
    assert [(entry["answer"], decision.id) for entry, decision in decided if wrong(entry, decision)] == []


def test_suggestions_for_prose_are_within_a_quarter_of_the_marks_three_times_in_four() -> None:
    close = []
    for entry in GRADED:
        if not is_typed(entry):
            found = judged(entry)
            gold = sum(entry["gold"][each.criterion] * each.max_points for each in found)
            suggested = sum(each.points for each in found)
            close.append(abs(gold - suggested) <= 0.25 * sum(each.max_points for each in found) + 1e-9)
    assert sum(close) / len(close) >= 0.9


@pytest.mark.parametrize("name", ["6.1", "6.2", "6.3", "6.4"])
def test_what_two_keys_decide_of_graded_answers_that_are_left_out_is_seldom_wrong(name: str) -> None:
    """Of each fifth, by thresholds that the other four gave; a third of these answers are hostile on purpose."""
    ready = READY[name]
    tried = lessons.try_out(ready.spec, ready.labels, partial(engine.read_part, ready))
    judged = [each for one in tried for each in one.graded(name)]
    decided, wrong = lessons.crossed(judged)
    assert decided / len(judged) >= 0.2
    assert upper_bound(wrong, decided) <= 0.05


@pytest.mark.parametrize("kind", HOSTILE)
def test_a_hostile_answer_gains_nothing_by_itself(kind: str) -> None:
    entries = [entry for entry in GRADED if entry["kind"].startswith(kind)]
    assert entries
    gained = [
        (entry["answer"], decision.id)
        for entry in entries
        for decision in judged(entry)
        if decision.decided and decision.proposal.fraction > entry["gold"][decision.criterion]
    ]
    assert gained == []


def test_every_defensible_total_of_6_9_is_accepted_and_named() -> None:
    """The totals are worked out here again, from the sizes alone."""
    vocab, d, layers, d_ff = 50_000, 768, 12, 3072
    base = layers * (4 * d * d + 2 * d * d_ff) + vocab * d
    block_norms = {"none": 0, "layer norms": layers * 4 * d, "and a final one": layers * 4 * d + 2 * d}
    totals = {
        base + attention + ffn + norms + positions * d + output
        for attention in (0, layers * 4 * d)
        for ffn in (0, layers * (d_ff + d))
        for norms in block_norms.values()
        for positions in (0, 512, 1024)
        for output in (0, vocab * d, vocab * d + vocab)
    }
    totals |= {
        base + rms + positions * d + output
        for rms in (layers * 2 * d, layers * 2 * d + d)
        for positions in (0, 512, 1024)
        for output in (0, vocab * d, vocab * d + vocab)
    }
    assert len(totals) == 108
    part = next(part for part in READY["6.9"].spec.parts if part.id == "d")
    for total in sorted(totals):
        decision = judge_part(READY["6.9"], part, f"{total:,}")[0]
        assert (decision.decided, decision.proposal.fraction) == (True, 1.0), total
        assert f"{total:,}" in decision.proposal.message


def test_no_reading_of_6_9_gives_117_million() -> None:
    targets = READY["6.9"].targets["d/total"]
    right = [evaluate(t.expression, READY["6.9"].constants) or 0 for t in targets if t.value.credit == 1.0]
    assert min(right) == 123_334_656
    part = next(part for part in READY["6.9"].spec.parts if part.id == "d")
    decision = judge_part(READY["6.9"], part, "117,000,000 in total")[0]
    assert (decision.decided, decision.proposal.fraction) == (True, 0.0)
