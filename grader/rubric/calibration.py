"""From which confidence on a layer may decide alone, worked out from graded answers.

For each group of proposals (who made them, for what kind of criterion, of which exercise, with or without credit) the
risk-coverage curve says how many would be decided from each confidence on, and how many of those wrongly. The
threshold is the lowest confidence whose one-sided 95 % Clopper-Pearson bound on the share of wrong ones is under the
target; for zeros it is never below the shipped one, as missing evidence is not evidence. Where there is no such
confidence the layer only suggests: shadow mode. Without a single error the bound holds from `needed(target)` decisions
on: 59 for 5 %, 99 for 3 %, 149 for 2 %, 299 for 1 %.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from grader.rubric.decision import DEFAULT_THRESHOLDS, Layer, Proposal
from grader.rubric.measure import SAME, upper_bound

CONFIDENCE = 0.95  # one-sided
READ = (Layer.SCREEN, Layer.TYPED)  # layers that read the same way in every exercise, so that evidence is pooled


@dataclass(frozen=True, slots=True)
class Graded:
    """What a layer proposed for one criterion of one answer, and what a person gave."""

    exercise: str
    kind: str  # of the criterion
    proposal: Proposal
    gold: float

    @property
    def wrong(self) -> bool:
        """Whether the proposal, if it were a verdict, would be wrong."""
        return abs(self.proposal.fraction - self.gold) > SAME

    @property
    def group(self) -> str:
        """The key of its threshold, as grader.rubric.decision.Thresholds reads it."""
        way = f"{self.proposal.layer.value}:{'credit' if self.proposal.fraction > 0 else 'zero'}"
        return f"{self.kind}:{way}" if self.proposal.layer in READ else f"{self.exercise}:{self.kind}:{way}"


@dataclass(frozen=True, slots=True)
class Point:
    """What would happen from one confidence on."""

    threshold: float
    decided: int
    wrong: int
    coverage: float  # share of the group's proposals that would be decided

    @property
    def risk(self) -> float:
        return self.wrong / self.decided

    @property
    def bound(self) -> float:
        """On the share of wrong decisions: one-sided, 95 %."""
        return upper_bound(self.wrong, self.decided, CONFIDENCE)


@dataclass(frozen=True, slots=True)
class Calibration:
    """One group: its curve, and the threshold that follows; None: shadow mode."""

    group: str
    count: int
    curve: tuple[Point, ...]  # from the highest confidence to the lowest
    threshold: float | None
    usable: int  # graded proposals that a threshold may follow from

    @property
    def chosen(self) -> Point | None:
        """The point of the threshold."""
        return next((point for point in self.curve if point.threshold == self.threshold), None)


def needed(target: float) -> int:
    """Decisions without an error from which on the bound is under the target."""
    count = math.ceil(math.log(1 - CONFIDENCE) / math.log(1 - target))
    return count if upper_bound(0, count, CONFIDENCE) < target else count + 1


def curve(graded: Sequence[Graded]) -> tuple[Point, ...]:
    """The risk-coverage curve of a group. What may never be a verdict (flags, mere likeness) only lowers coverage."""
    free = [each for each in graded if each.proposal.may_decide]
    free.sort(key=lambda each: each.proposal.confidence, reverse=True)
    found = []
    decided = wrong = 0
    for threshold, same in itertools.groupby(free, key=lambda each: each.proposal.confidence):
        group = list(same)
        decided += len(group)
        wrong += sum(each.wrong for each in group)
        found.append(Point(threshold, decided, wrong, decided / len(graded)))
    return tuple(found)


def calibrate(graded: Iterable[Graded], target: float) -> dict[str, Calibration]:
    """Every group that has graded answers."""
    groups: dict[str, list[Graded]] = {}
    for each in graded:
        groups.setdefault(each.group, []).append(each)
    return {name: _calibrated(name, group, target) for name, group in sorted(groups.items())}


def _calibrated(name: str, group: Sequence[Graded], target: float) -> Calibration:
    points = curve(group)
    floor = _shipped(name) if name.endswith(":zero") else None  # an automatic zero never gets easier than it is shipped
    open_ = [point for point in points if floor is None or point.threshold >= floor]
    holding = [point.threshold for point in open_ if point.bound < target]
    return Calibration(name, len(group), points, min(holding, default=None), open_[-1].decided if open_ else 0)


def thresholds(calibrated: Mapping[str, Calibration]) -> dict[str, float | None]:
    """What the groups may decide from now on; None: only suggest.

    Layers that read (numbers, formulas, choices, screens) start with the thresholds they are shipped with. With too few
    labels to prove anything they keep them, until a label shows a first wrong decision.
    """
    return {name: found.threshold for name, found in calibrated.items() if not _stays(found)}


def _stays(found: Calibration) -> bool:
    shipped = _shipped(found.group)
    if found.group.split(":")[-2] not in READ or shipped is None or found.threshold is not None:
        return False
    return not any(point.wrong for point in found.curve if point.threshold >= shipped)


def _shipped(group: str) -> float | None:
    return DEFAULT_THRESHOLDS.least.get(":".join(group.split(":")[-2:]))
