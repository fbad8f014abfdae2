"""From a report on answers to the decisions that are kept, at the moment it is written."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from grader.catalog.folder import Catalog
from grader.catalog.rubric_folder import RubricExercise
from grader.errors import InvalidSubmission
from grader.model import Submission
from grader.rubric import answers
from grader.rubric.decision import Layer, Verdict
from grader.rubric.revision import Ruling, revised
from grader.rubric.wording_key import answer_hash
from grader.store.reviews import NewDecision, Reviews

SAME_WORDS = "same_answer"  # reason code of a verdict that a person gave for the same words
SAME_WORDS_SAID = "A person decided this for an answer in the same words."


def verdict_of(fraction: float) -> Verdict:
    """What a share of a criterion's points amounts to."""
    return Verdict.MET if fraction >= 1.0 else Verdict.PARTLY if fraction > 0.0 else Verdict.NOT_MET


def decisions_of(submission: Submission, report: Mapping[str, Any], exercise: RubricExercise) -> list[NewDecision]:
    """The decisions that a report holds; none if nothing of the submission could be graded."""
    items = [item for item in report["items"] if "verdict" in item["detail"]]
    if not items:
        return []
    try:
        given = answers.from_json(submission.source, exercise.parts)
    except InvalidSubmission:
        return []
    return [_decision(item, report, given) for item in items]


def _decision(item: Mapping[str, Any], report: Mapping[str, Any], given: Mapping[str, str]) -> NewDecision:
    part, _, criterion = item["id"].partition("/")
    detail = item["detail"]
    return NewDecision(
        exercise=report["exercise"],
        part=part,
        criterion=criterion,
        rubric_version=report["exercise_version"],
        kind=item["kind"],
        layer=detail["layer"],
        verdict=detail["verdict"],
        fraction=detail["fraction"],
        confidence=detail["confidence"],
        reason=detail["reason"],
        flags=tuple(detail.get("flags", ())),
        evidence=tuple(detail["evidence"]),
        misconception=detail.get("misconception"),
        answer_hash=answer_hash(given.get(part, "")),
    )


@dataclass(frozen=True, slots=True)
class Settling:
    """What happens to a report before it is written."""

    catalog: Catalog
    reviews: Reviews
    blind_share: float = 0.05  # of automatic decisions that a person grades again without seeing them
    reuse: bool = False  # whether a person's decision holds for later answers in the same words
    chance: Callable[[], float] = field(default=secrets.SystemRandom().random)  # nobody can foresee who is drawn

    async def settle(
        self, submission: Submission, report: Mapping[str, Any]
    ) -> tuple[Mapping[str, Any], tuple[NewDecision, ...]]:
        """The report (JSON) as it is to be written, and the decisions it holds; none for exercises in code."""
        exercise = self.catalog.exercises.get(submission.exercise)
        if not isinstance(exercise, RubricExercise):
            return report, ()
        settled: list[NewDecision] = []
        rulings: dict[str, Ruling] = {}
        for made in decisions_of(submission, report, exercise):
            known = await self.reviews.same(made) if self.reuse and made.verdict == Verdict.UNSURE else set()
            if len(known) == 1:
                (fraction,) = known
                verdict = verdict_of(fraction)
                rulings[made.item] = Ruling(verdict, fraction, SAME_WORDS_SAID, SAME_WORDS)
                made = _by_same_words(made, verdict, fraction)
            decided = made.verdict != Verdict.UNSURE
            settled.append(replace(made, blind=decided and self.chance() < self.blind_share))
        if not rulings:
            return report, tuple(settled)
        return revised(report, rulings, exercise.spec.misconceptions), tuple(settled)


def _by_same_words(made: NewDecision, verdict: Verdict, fraction: float) -> NewDecision:
    return replace(
        made,
        layer=Layer.STAFF.value,
        verdict=verdict.value,
        fraction=fraction,
        confidence=1.0,
        reason=SAME_WORDS,
        flags=(),
        misconception=made.misconception if fraction == made.fraction else None,
    )
