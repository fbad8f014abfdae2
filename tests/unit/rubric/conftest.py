from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from grader.catalog.rubric_folder import RubricExercise, load_rubric
from grader.rubric.decision import Decision
from grader.rubric.engine import judge_part
from grader.rubric.prepared import Prepared, prepare

STAGE = Path(__file__).parents[3] / "problems" / "stage-06"
Judge = Callable[[str, str], dict[str, Decision]]


@cache
def loaded(exercise: str) -> tuple[RubricExercise, Prepared]:
    found = load_rubric(STAGE / exercise)
    return found, prepare(found.spec)


@pytest.fixture
def judge() -> Judge:
    """Judges an answer to a part, such as 6.9a; the decisions by criterion."""

    def judged(where: str, text: str) -> dict[str, Decision]:
        _, ready = loaded(where[:-1])
        part = next(part for part in ready.spec.parts if part.id == where[-1])
        return {decision.criterion: decision for decision in judge_part(ready, part, text)}

    return judged
