"""How good the engine is on graded answers: coverage, wrong decisions with their bound, how suggestions agree."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import betaincinv

from grader.rubric.decision import Decision

LEVELS = 4  # a total is put into fifths (0, 1/4, ... 1) for the weighted kappa
CLOSE = 0.25  # of the marks: a suggestion within this share of the gold total is close
SAME = 1e-9


@dataclass(frozen=True, slots=True)
class Judged:
    """One criterion of one graded answer."""

    item: str  # exercise, part and criterion: 6.1a/vanish
    kind: str  # of the answer, as whoever made the data says: right, negated, injection, ...
    typed: bool  # the part has no text criterion
    gold: float
    decision: Decision

    @property
    def wrong(self) -> bool:
        """Decided, and not as the gold says."""
        return self.decision.decided and abs(self.decision.proposal.fraction - self.gold) > SAME

    @property
    def gained(self) -> bool:
        """Decided, with more than the gold gives."""
        return self.decision.decided and self.decision.proposal.fraction > self.gold + SAME


@dataclass(frozen=True, slots=True)
class Total:
    """One graded answer: shares of its points, 0..1."""

    kind: str
    typed: bool
    gold: float
    suggested: float


@dataclass(frozen=True, slots=True)
class Decisions:
    """A group of criterion decisions."""

    count: int
    decided: int
    wrong: int
    gained: int  # of the wrong ones: too much credit

    @property
    def coverage(self) -> float:
        return self.decided / self.count if self.count else math.nan

    @property
    def bound(self) -> float:
        """The one-sided 95 % Clopper-Pearson bound on the share of wrong decisions."""
        return upper_bound(self.wrong, self.decided)


@dataclass(frozen=True, slots=True)
class Agreement:
    """How suggested totals agree with gold ones."""

    count: int
    pearson: float
    kappa: float  # quadratic weights, on totals rounded to quarters
    mean_error: float  # mean absolute error, of the marks
    close: float  # share within a quarter of the marks


def upper_bound(wrong: int, of: int, confidence: float = 0.95) -> float:
    """The one-sided Clopper-Pearson bound; 1 if nothing was decided."""
    if wrong >= of:
        return 1.0
    return float(betaincinv(wrong + 1, of - wrong, confidence))


def decisions(judged: Iterable[Judged]) -> Decisions:
    """Count a group."""
    group = list(judged)
    return Decisions(
        count=len(group),
        decided=sum(each.decision.decided for each in group),
        wrong=sum(each.wrong for each in group),
        gained=sum(each.gained for each in group),
    )


def grouped(judged: Iterable[Judged], key: Callable[[Judged], str]) -> dict[str, Decisions]:
    """Counts by item, by kind, ..., in the order in which they first come."""
    groups: dict[str, list[Judged]] = {}
    for each in judged:
        groups.setdefault(key(each), []).append(each)
    return {name: decisions(group) for name, group in groups.items()}


def total(judged: Sequence[Judged]) -> Total:
    """The criteria of one answer as shares of its points."""
    points = sum(each.decision.max_points for each in judged)
    return Total(
        kind=judged[0].kind,
        typed=judged[0].typed,
        gold=sum(each.gold * each.decision.max_points for each in judged) / points,
        suggested=sum(each.decision.points for each in judged) / points,
    )


def agreement(totals: Sequence[Total]) -> Agreement:
    """Pearson's r, quadratic weighted kappa, mean absolute error, and the share of close ones."""
    gold, suggested = [t.gold for t in totals], [t.suggested for t in totals]
    off = [abs(a - b) for a, b in zip(gold, suggested, strict=True)]
    return Agreement(
        count=len(totals),
        pearson=pearson(gold, suggested),
        kappa=kappa([round(LEVELS * g) for g in gold], [round(LEVELS * s) for s in suggested]),
        mean_error=sum(off) / len(off) if off else math.nan,
        close=sum(each <= CLOSE + SAME for each in off) / len(off) if off else math.nan,
    )


def ranked(gold: Sequence[bool], score: Sequence[float]) -> float:
    """The chance that an answer that meets a criterion scores higher than one that does not (AUC); nan without both."""
    met = sum(gold)
    if met in (0, len(gold)):
        return math.nan
    holds, scores = np.array(gold, dtype=bool), np.array(score)
    ahead = scores[holds][:, None] - scores[~holds]  # [met, not met]; equal scores count half
    return float((np.sign(ahead).mean() + 1.0) / 2.0)


def pearson(one: Sequence[float], other: Sequence[float]) -> float:
    """Correlation; undefined (nan) if one of them never changes."""
    if len(one) < 2:
        return math.nan
    mean_one, mean_other = sum(one) / len(one), sum(other) / len(other)
    along = sum((a - mean_one) * (b - mean_other) for a, b in zip(one, other, strict=True))
    spread = math.sqrt(sum((a - mean_one) ** 2 for a in one) * sum((b - mean_other) ** 2 for b in other))
    return along / spread if spread > 0 else math.nan


def kappa(one: Sequence[int], other: Sequence[int]) -> float:
    """Cohen's kappa with quadratic weights on whole-number levels; undefined (nan) if nothing varies."""
    if not one:
        return math.nan
    observed = sum((a - b) ** 2 for a, b in zip(one, other, strict=True)) / len(one)
    expected = sum(
        (a - b) ** 2 * share_a * share_b for a, share_a in _shares(one).items() for b, share_b in _shares(other).items()
    )
    return 1 - observed / expected if expected > 0 else math.nan


def _shares(values: Sequence[int]) -> Mapping[int, float]:
    return {value: values.count(value) / len(values) for value in set(values)}
