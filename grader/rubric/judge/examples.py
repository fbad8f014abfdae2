"""Graded answers that show the model where a criterion's line runs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from grader.catalog.rubric_folder import RubricExercise
from grader.rubric.decision import Verdict
from grader.rubric.similarity import likeness

EACH = 2  # examples of each verdict in a prompt


@dataclass(frozen=True, slots=True)
class Graded:
    """An answer to a part, and what a person says of one criterion."""

    text: str
    verdict: Verdict


def of_the_rubric(exercise: RubricExercise, item: str) -> tuple[Graded, ...]:
    """The author's own examples of a criterion, such as `a/vanish`: its unit tests."""
    own = exercise.examples[item]
    groups = ((Verdict.MET, own.met), (Verdict.PARTLY, own.partly), (Verdict.NOT_MET, own.failing))
    return tuple(Graded(text, verdict) for verdict, texts in groups for text in texts)


def nearest(graded: Iterable[Graded], answer: str, question: str) -> tuple[Graded, ...]:
    """The likest EACH of every verdict, so that no verdict is suggested by being shown alone."""
    ranked = sorted(graded, key=lambda each: -likeness(answer, [each.text], question))
    return tuple(each for verdict in Verdict for each in _first(ranked, verdict))


def _first(ranked: Sequence[Graded], verdict: Verdict) -> list[Graded]:
    return [each for each in ranked if each.verdict is verdict][:EACH]
