"""A rubric is tested like code: each criterion's examples must get their verdict, or be left to a person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from grader.catalog.rubric_spec import Criterion, Examples, Part
from grader.rubric.decision import DEFAULT_THRESHOLDS, Decision
from grader.rubric.engine import judge_part
from grader.rubric.prepared import Prepared

LEAST = 0.8  # precision and recall that the suggestions on a criterion's own examples must reach


@dataclass(frozen=True, slots=True)
class Example:
    """One answer and what holds of it: met, partly, or one of the ways not to be met."""

    kind: str
    text: str
    decision: Decision

    @property
    def wrong(self) -> bool:
        """Decided, and against what the author says."""
        return self.decision.decided and not self.agrees

    @property
    def agrees(self) -> bool:
        """Whether the verdict, or the suggestion, is what the author says."""
        fraction = self.decision.proposal.fraction
        if self.kind == "met":
            return fraction == 1.0
        return 0.0 < fraction < 1.0 if self.kind == "partly" else fraction == 0.0


@dataclass(frozen=True, slots=True)
class Tested:
    """All examples of one criterion. Precision and recall are of "met", as suggested or decided."""

    item: str
    examples: tuple[Example, ...]

    @property
    def precision(self) -> float:
        credited = [each for each in self.examples if each.decision.proposal.fraction == 1.0]
        return sum(each.kind == "met" for each in credited) / len(credited) if credited else 0.0

    @property
    def recall(self) -> float:
        met = [each for each in self.examples if each.kind == "met"]
        return sum(each.decision.proposal.fraction == 1.0 for each in met) / len(met)

    @property
    def decided(self) -> int:
        return sum(each.decision.decided for each in self.examples)

    def violations(self) -> Iterator[str]:
        """What does not hold: a wrong decision, or suggestions that are too often wrong."""
        for each in self.examples:
            if each.wrong:
                found = f"{each.decision.verdict.value} ({each.decision.proposal.reason})"
                yield f"{self.item}: {each.kind}: {each.text!r} is decided as {found}"
        for name, value in (("precision", self.precision), ("recall", self.recall)):
            if value < LEAST:
                yield f"{self.item}: {name} {value:.2f} is below {LEAST}"


def run(prepared: Prepared, examples: Mapping[str, Examples]) -> list[Tested]:
    """Judge the examples of every criterion."""
    return [
        Tested(f"{part.id}/{criterion.id}", tuple(_judged(prepared, part, criterion, examples)))
        for part in prepared.spec.parts
        for criterion in part.criteria
    ]


def _judged(
    prepared: Prepared, part: Part, criterion: Criterion, examples: Mapping[str, Examples]
) -> Iterator[Example]:
    own = examples[f"{part.id}/{criterion.id}"]
    for kind, texts in own:
        for text in texts:
            found = judge_part(prepared, part, text, DEFAULT_THRESHOLDS)
            yield Example(kind, text, next(each for each in found if each.criterion == criterion.id))
