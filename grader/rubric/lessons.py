"""From graded answers to what an exercise's engine knows: a model a part, and when rule and model may decide together.

The threshold comes out of the same machinery as those of a course (grader.rubric.calibration): every graded answer is
judged by a model that has not seen it, and the lowest confidence is taken whose bound on wrong decisions holds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from grader.catalog.graded_answers import GradedAnswer
from grader.catalog.rubric_spec import Part, RubricSpec
from grader.rubric import calibration, two_keys
from grader.rubric.calibration import Graded
from grader.rubric.decision import Layer, Proposal
from grader.rubric.features import features
from grader.rubric.reading import Reading
from grader.rubric.trained import Chances, Example, Learnt, Trained, train

TARGET = 0.05  # share of wrong decisions that the bound keeps below
# Confidence below which rule and model never decide, whatever the labels say: rubrics are written by people who know
# these labels, so that the curve flatters.
LEAST_CONFIDENCE = 0.9
FOLDS = 5  # in which thresholds are tried on labels that they were not chosen by

Labels = Mapping[str, Sequence[GradedAnswer]]  # by part
Read = Callable[[Part, str], Reading]  # what the rules make of an answer to a part


@dataclass(frozen=True, slots=True)
class Tried:
    """A graded answer as it is judged by a model that has not seen it."""

    part: Part
    label: GradedAnswer
    proposals: Mapping[str, Proposal]  # by criterion
    chances: Mapping[str, Chances]

    def graded(self, exercise: str) -> Iterator[Graded]:
        """What calibration needs of those that rule and model turn together."""
        for criterion in self.part.criteria:
            proposal = self.proposals[criterion.id]
            if criterion.id in self.label.gold and proposal.layer is Layer.GRADED:
                yield Graded(exercise, criterion.kind, proposal, self.label.gold[criterion.id])


def learn(spec: RubricSpec, labels: Labels, read: Read) -> Learnt:
    """Learn from the graded answers of each part."""
    taught = {part.id: _taught(part, labels.get(part.id, ()), read) for part in spec.parts}
    judged = [each for _, found in taught.values() for one in found for each in one.graded(spec.id)]
    parts = {name: trained for name, (trained, _) in taught.items() if trained is not None}
    return Learnt(parts, thresholds(judged))


def try_out(spec: RubricSpec, labels: Labels, read: Read) -> list[Tried]:
    """Every graded answer, judged by a model that has not seen it."""
    return [each for part in spec.parts for each in _taught(part, labels.get(part.id, ()), read)[1]]


def thresholds(judged: Sequence[Graded]) -> dict[str, float | None]:
    """From which confidence on rule and model decide, by group; None: they only suggest."""
    return {name: _raised(found.threshold) for name, found in calibration.calibrate(judged, TARGET).items()}


def crossed(judged: Sequence[Graded]) -> tuple[int, int]:
    """How many would be decided, and how many of them wrongly, each by thresholds that other labels gave."""
    decided: list[Graded] = []
    for fold in range(FOLDS):
        least = thresholds([each for at, each in enumerate(judged) if at % FOLDS != fold])
        for each in judged[fold::FOLDS]:
            lowest = least.get(each.group)
            if each.proposal.may_decide and lowest is not None and each.proposal.confidence >= lowest:
                decided.append(each)
    return len(decided), sum(each.wrong for each in decided)


def seen(reading: Reading) -> dict[str, float]:
    """An answer as a model sees it."""
    assert reading.text is not None, "what is empty is not learnt from"
    return features(reading.text, reading.flags, reading.proposals)


def _taught(part: Part, labels: Sequence[GradedAnswer], read: Read) -> tuple[Trained | None, list[Tried]]:
    readings = [(label, read(part, label.answer)) for label in labels]
    usable = [(label, reading) for label, reading in readings if reading.text is not None]
    if not usable:
        return None, []
    examples = [Example(seen(reading), reading.proposals, label.gold) for label, reading in usable]
    trained, left_out = train([criterion.id for criterion in part.criteria], examples)
    return trained, [
        Tried(part, label, two_keys.turned(reading, part.criteria, chances), chances)
        for (label, reading), chances in zip(usable, left_out, strict=True)
    ]


def _raised(threshold: float | None) -> float | None:
    return None if threshold is None else max(threshold, LEAST_CONFIDENCE)
