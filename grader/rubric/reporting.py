"""Decisions to a report: one item a criterion, with evidence, and what it means for the learner."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from grader.catalog.rubric_folder import RubricExercise
from grader.catalog.rubric_spec import Criterion, RubricSpec
from grader.model import Item, Misconception, Outcome, Report
from grader.rubric.decision import Decision, Verdict

OUTCOMES = {
    Verdict.MET: Outcome.PASS,
    Verdict.PARTLY: Outcome.PARTIAL,
    Verdict.NOT_MET: Outcome.FAIL,
    Verdict.UNSURE: Outcome.UNSURE,
}
GUESSES = "Possibilities to choose from are no answer."
SENTENCES = {
    "screen.empty": "There is no answer.",
    "screen.dont_know": "There is no answer.",
    "screen.only_orders": "There is no answer, only words to the grader.",
    "value.missing": "There is no number for it.",
    "value.not_mentioned": "The answer does not say it.",
    "value.unread": "Nothing in the answer was found that says it.",
    "value.other": "This number does not follow from any reading of the question.",
    "value.negated": "The answer only says what it is not.",
    "value.unit": "It is given in another unit than the question asks for.",
    "value.alternatives": GUESSES,
    "value.guesses": GUESSES,
    "formula.accepted": "The formula is right.",
    "formula.known": "This formula is not the one that is asked for.",
    "formula.other": "This formula is not equivalent to the right one.",
    "formula.sizes": "This is a product of given sizes, but not the one that is asked for.",
    "formula.negated": "The answer only says what it is not.",
    "formula.guesses": GUESSES,
    "choice.right": "Right.",
    "choice.wrong": "Another one is right.",
    "choice.beside": "True, but it does not answer the question.",
    "choice.missing": "Nothing is said of it.",
    "choice.alternatives": GUESSES,
    "listing.alternatives": GUESSES,
    "listing.there": "Listed.",
    "listing.missing": "It is not listed.",
    "listing.clean": "Nothing false is listed.",
    "listing.taken_back": "It is listed, and then denied.",
    "text.against": "What is said contradicts it.",
    "text.nothing_else_said": "The answer does not say it.",
    "graded.like": "The answer does not say it.",
    "judge.partly": "Part of it is said.",
    "otherwise": "Only the result is given, not the way to it.",
}
WAITING = "A person will look at this."
PROVISIONAL = "Provisional: "


def report_on(exercise: RubricExercise, decisions: Sequence[Decision]) -> Report:
    """The report. Its score is provisional, and its status needs_review, while any criterion is unsure."""
    criteria = {f"{part.id}/{c.id}": c for part in exercise.spec.parts for c in part.criteria}
    unsure = [decision for decision in decisions if not decision.decided]
    points = round(sum(decision.points for decision in decisions), 4)
    best = exercise.spec.points
    full = all(decision.proposal.fraction == 1.0 for decision in decisions)
    decided = round(sum(decision.points for decision in decisions if decision.decided), 4)
    return Report(
        exercise=exercise.id,
        exercise_version=exercise.version,
        status="needs_review" if unsure else "graded",
        score=1.0 if full else round(points / best, 4),
        points=best if full else points,
        max_points=best,
        items=tuple(_item(decision, criteria[decision.id], exercise.spec) for decision in decisions),
        misconceptions=tuple(_misconceptions(exercise, decisions)),
        notes=tuple(_notes(unsure, decided)),
        provenance={"decided_points": decided, "unsure": [decision.id for decision in unsure]},
    )


def refused(exercise: RubricExercise, reason: str) -> Report:
    """A file that holds no answers that could be read."""
    items = tuple(
        Item(
            id=f"{part.id}/{c.id}", kind=c.kind, title=c.title, outcome=Outcome.SKIPPED, points=0.0,
            max_points=c.points, message="Not graded.",
        )
        for part in exercise.spec.parts
        for c in part.criteria
    )  # fmt: skip
    return Report(
        exercise=exercise.id,
        exercise_version=exercise.version,
        status="not_gradable",
        score=0.0,
        points=0.0,
        max_points=exercise.spec.points,
        items=items,
        stopped={"reason": "refused", "message": reason, "line": None},
    )


def _item(decision: Decision, criterion: Criterion, spec: RubricSpec) -> Item:
    return Item(
        id=decision.id,
        kind=decision.kind,
        title=criterion.title,
        outcome=OUTCOMES[decision.verdict],
        points=decision.points,
        max_points=decision.max_points,
        message=_message(decision, criterion, spec),
        detail=_detail(decision),
    )


def _message(decision: Decision, criterion: Criterion, spec: RubricSpec) -> str:
    proposal = decision.proposal
    if not decision.decided:
        return WAITING
    said = proposal.message or SENTENCES.get(proposal.reason, "")
    if not said and proposal.misconception:
        said = f"{spec.misconceptions[proposal.misconception].title}."
    if not said and proposal.quotes and proposal.fraction > 0:
        said = f"Found: \N{LEFT DOUBLE QUOTATION MARK}{proposal.quotes[0].text}\N{RIGHT DOUBLE QUOTATION MARK}."
    if decision.verdict is not Verdict.MET and criterion.required and not said:
        said = "This is the heart of the question."
    return said


def _detail(decision: Decision) -> dict[str, Any]:
    """What a reviewer needs: the evidence, and how sure the engine is of what."""
    proposal = decision.proposal
    detail: dict[str, Any] = {
        "verdict": decision.verdict.value,
        "fraction": proposal.fraction,
        "confidence": round(proposal.confidence, 3),
        "layer": proposal.layer.value,
        "reason": proposal.reason,
        "evidence": [{"start": q.start, "end": q.end, "text": q.text} for q in proposal.quotes],
    }
    if proposal.misconception:
        detail["misconception"] = proposal.misconception
    if not decision.decided:
        detail["suggestion"] = {"verdict": proposal.verdict.value, "points": decision.points}
        detail["flags"] = list(dict.fromkeys(proposal.flags))
    return detail


def _misconceptions(exercise: RubricExercise, decisions: Iterable[Decision]) -> Iterable[Misconception]:
    slugs = dict.fromkeys(d.proposal.misconception for d in decisions if d.decided and d.proposal.misconception)
    for slug in slugs:
        found = exercise.spec.misconceptions[slug]
        yield Misconception(slug=slug, title=found.title, explanation=found.explanation, hint=found.hint)


def provisional(unsure: int, decided: float) -> str:
    """The note on a report that waits for a person; `decided` are the points that stand already."""
    count = "1 criterion waits" if unsure == 1 else f"{unsure} criteria wait"
    return f"{PROVISIONAL}{count} for a person. {decided:g} points are decided; the rest is a suggestion."


def _notes(unsure: Sequence[Decision], decided: float) -> Iterable[str]:
    if unsure:
        yield provisional(len(unsure), decided)
    if any("injection" in decision.proposal.flags for decision in unsure):
        yield "Sentences that tell the grader what to do were left out; course staff will see them."
