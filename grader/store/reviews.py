"""The seam of the review: what the rubric engine decided, what people decided, and what follows from it.

The newest revision of a criterion stands: revision 0 is the engine's word, every later one a person's. Whoever decides
names the revision that they saw; if there is a newer one by then, nothing is written. A decision, the report made again
from it, and its line in the audit log are one transaction.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeAlias

UNSURE = "unsure"


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDecision:
    """The engine's word on one criterion of a submission; grader.rubric.decision says what the fields mean."""

    exercise: str
    part: str
    criterion: str
    rubric_version: str
    kind: str
    layer: str
    verdict: str
    fraction: float
    confidence: float
    reason: str
    flags: tuple[str, ...] = ()
    evidence: tuple[Mapping[str, Any], ...] = ()
    misconception: str | None = None
    answer_hash: str  # of the normalised answer to the part
    blind: bool = False  # drawn to be graded again by a person who does not see this

    @property
    def item(self) -> str:
        """Its id in the report."""
        return f"{self.part}/{self.criterion}"


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffDecision:
    """A person's word on one criterion."""

    revision: int
    who: str  # token id
    verdict: str  # unsure: handed back to the queue
    fraction: float
    reason: str
    replaced_verdict: str
    replaced_fraction: float
    created_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """One criterion of one submission as it stands."""

    submission_id: str
    made: NewDecision
    revision: int
    open: bool  # waits for a person
    created_at: datetime
    staff: StaffDecision | None  # the newest, if a person has decided

    @property
    def verdict(self) -> str:
        """What holds."""
        return self.staff.verdict if self.staff else self.made.verdict

    @property
    def fraction(self) -> float:
        """Of the points; only a suggestion while it is open."""
        return self.staff.fraction if self.staff and self.staff.verdict != UNSURE else self.made.fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """Which open criteria to look at."""

    exercise: str | None = None
    part: str | None = None
    criterion: str | None = None
    least: float | None = None  # confidence; with a bound, what is graded blind is left out: it would give it away
    most: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Like:
    """Open criteria that are one question to a person: the same words, criterion and version of the rubric."""

    exercise: str
    part: str
    criterion: str
    rubric_version: str
    answer_hash: str
    blind: bool
    count: int


@dataclass(frozen=True, slots=True)
class Target:
    """A criterion of a submission, at the revision that whoever decides has seen."""

    submission_id: str
    part: str
    criterion: str
    revision: int

    @property
    def key(self) -> tuple[str, str, str]:
        """Which criterion of which submission."""
        return self.submission_id, self.part, self.criterion


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person decides, and why."""

    who: str  # token id
    verdict: str
    fraction: float
    reason: str


@dataclass(frozen=True, slots=True)
class Decided:
    """It is written; `already` of the targets had been decided just so by the same person (a repeated request)."""

    written: int
    already: int


@dataclass(frozen=True, slots=True)
class Conflict:
    """Somebody else was faster. Nothing is written; these stand."""

    standing: tuple[Standing, ...]


@dataclass(frozen=True, slots=True)
class Unknown:
    """There is no such decision. Nothing is written."""

    targets: tuple[Target, ...]


@dataclass(frozen=True, slots=True)
class Work:
    """The answers that a decision is about."""

    exercise: str
    source: str


@dataclass(frozen=True, slots=True)
class Label:
    """An answer that a person graded by one criterion."""

    exercise: str
    part: str
    criterion: str
    source: str  # of the whole submission
    answer_hash: str
    fraction: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """How often people gave `person` where the engine gave `machine`."""

    exercise: str
    part: str
    criterion: str
    layer: str
    blind: bool
    verdict: str  # of the engine; unsure: `machine` was a suggestion that people saw
    machine: float
    person: float
    count: int


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the audit log."""

    id: int
    at: datetime
    who: str
    label: str  # of the token
    action: str
    submission_id: str
    detail: str  # JSON


@dataclass(frozen=True, slots=True)
class ReportRevision:
    """A report as it once stood; revision 0 is the first."""

    revision: int
    created_at: datetime
    report: str


# (first report, everything that stands of the submission) -> the report now. Called inside the transaction: pure.
Remake: TypeAlias = Callable[[str, Sequence[Standing]], str]


class Reviews(Protocol):
    """What the review needs of a store."""

    async def groups(self, wanted: Filter, *, limit: int, skip: int) -> list[Like]:
        """Open criteria by like answers: by exercise and criterion, the largest group first, then the surest."""

    async def count_groups(self, wanted: Filter) -> int:
        """How many groups there are."""

    async def members(self, group: Like, *, limit: int) -> list[Standing]:
        """The open criteria of a group, oldest first."""

    async def count_waiting(self) -> int:
        """How many criteria wait."""

    async def standing(self, submission_id: str) -> list[Standing]:
        """Every criterion of a submission."""

    async def history(self, submission_id: str) -> list[tuple[str, StaffDecision]]:
        """Every person's decision on a submission, oldest first, each with its item id."""

    async def works(self, submission_ids: Collection[str]) -> dict[str, Work]:
        """The answers of these submissions."""

    async def same(self, made: NewDecision) -> set[float]:
        """What people gave for the same words, the same criterion and the same version of the rubric."""

    async def labels(
        self, exercise: str | None = None, part: str | None = None, criterion: str | None = None, *, limit: int
    ) -> list[Label]:
        """What people graded, newest first."""

    async def pairs(self) -> list[Pair]:
        """What the engine and people gave, of every criterion that a person has decided."""

    async def decide(self, choice: Choice, targets: Sequence[Target], remake: Remake) -> Decided | Conflict | Unknown:
        """Write one choice for all targets, the reports that follow, and the audit log; or nothing."""

    async def reports(self, submission_id: str) -> list[ReportRevision]:
        """Every report of a submission, oldest first."""

    async def audit(self, submission_id: str | None, after: int, limit: int) -> list[Entry]:
        """The audit log from an id on, of one submission or all."""
