"""What every format is made of: reports, the files they are about, and what they say of single lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from grader.formats.escaping import visible
from grader.model import Item, Outcome, Report

Level = Literal["failure", "warning", "notice"]
LEVELS: Mapping[Outcome, Level] = {
    Outcome.FAIL: "failure",
    Outcome.PARTIAL: "warning",
    Outcome.UNSURE: "notice",
}
PENDING = "Pending: course staff decide this."
NOT_SHOWN = "Hidden check: only its outcome is shown."
FAULT = "The grader failed, not your code. Nothing was scored."
FIRST_LINE = 1  # where a remark about a whole file goes


@dataclass(frozen=True, slots=True)
class Graded:
    """A report, and the file it is about."""

    path: str  # from the root of the repository, with slashes; or the name of the file
    report: Report


@dataclass(frozen=True, slots=True)
class Context:
    """What some formats hold besides reports: it is handed to them, they ask for nothing."""

    now: str = "1970-01-01T00:00:00Z"  # ISO 8601, UTC, whole seconds
    variables: Mapping[str, str] = field(default_factory=dict)  # of the platform that runs us: its environment


@dataclass(frozen=True, slots=True)
class Remark:
    """What a report says about a place in a file."""

    path: str
    line: int
    level: Level
    title: str
    message: str
    code: str  # of the exercise and the check, stable from run to run


@dataclass(frozen=True, slots=True)
class Total:
    """All reports together. A fault of ours adds nothing, neither points nor marks to be had."""

    points: float
    max_points: float
    pending: float  # that staff may still give
    faults: int

    @property
    def score(self) -> float | None:
        """0..1; None where nothing was scored."""
        return self.points / self.max_points if self.max_points else None


def total(graded: Sequence[Graded]) -> Total:
    """The sum of what was decided."""
    scored = [one.report for one in graded if one.report.points is not None]
    return Total(
        round(sum(decided_points(report) for report in scored), 6),
        round(sum(report.max_points for report in scored), 6),
        round(sum(pending_points(report) for report in scored), 6),
        len(graded) - len(scored),
    )


def decided_points(report: Report) -> float:
    """Points that stand. What a report suggests for an item that waits for a person is no mark yet."""
    suggested = sum(item.points for item in report.items if is_pending(report, item))
    return round((report.points or 0.0) - suggested, 6)


def pending_points(report: Report) -> float:
    """Points that a person may still give."""
    if report.status != "needs_review" or report.points is None:
        return 0.0
    waiting = sum(item.max_points for item in report.items if is_pending(report, item))
    return round(waiting or report.max_points - report.points, 6)


def is_pending(report: Report, item: Item) -> bool:
    """Whether this item waits for a person."""
    return report.status == "needs_review" and item.outcome is Outcome.UNSURE


def message_of(item: Item) -> str:
    """What may be said of an item: of a hidden one nothing but its outcome."""
    return NOT_SHOWN if item.visibility == "hidden" else item.message


def points_of(report: Report, item: Item) -> str:
    """The points of an item in a few words."""
    if is_pending(report, item):
        return f"pending, {item.max_points:g}"
    return f"{item.points:g} of {item.max_points:g}"


def line_in(path: str, line: object) -> int:
    """A line of a file that can be pointed at; the first if there is none. Lines of a notebook's code are none."""
    usable = isinstance(line, int) and line >= FIRST_LINE and not path.endswith(".ipynb")
    return line if isinstance(line, int) and usable else FIRST_LINE


def stopped_message(report: Report) -> str:
    """Why the run ended early; empty if it did not."""
    return str(report.stopped["message"]) if report.stopped else ""


def verdict(report: Report) -> str:
    """The score in a few words."""
    if report.score is None:
        return "not scored"
    pending = pending_points(report)
    waiting = f", {pending:g} pending" if pending else ""
    return f"{decided_points(report):g} of {report.max_points:g} points{waiting}"


def remarks(graded: Sequence[Graded]) -> Iterator[Remark]:
    """What there is to say about lines, the reports in order. One cause, one remark: what was skipped is not told."""
    for one in graded:
        report, name, path = one.report, one.report.exercise, visible(one.path)
        if report.status == "grader_error":
            continue  # it is about us, not about a line of theirs
        if report.stopped:
            line = line_in(path, report.stopped.get("line"))
            title = f"{name}: {verdict(report)}"
            yield Remark(path, line, "failure", title, _with_name(report, stopped_message(report)), f"{name}/run")
            continue
        telling = next((item for item in report.items if item.outcome in (Outcome.FAIL, Outcome.PARTIAL)), None)
        for item in report.items:
            if item.outcome not in LEVELS:
                continue
            message = message_of(item)
            if is_pending(report, item):
                message = f"{PENDING} {message}".strip()
            if item is telling:
                message = _with_name(report, message)
            title = f"{name} {item.title}: {points_of(report, item)} points"
            yield Remark(
                path, line_in(path, item.detail.get("line")), LEVELS[item.outcome], title, message, f"{name}/{item.id}"
            )


def _with_name(report: Report, message: str) -> str:
    """The message with the name of the mistake, if it has one."""
    for found in report.misconceptions[:1]:
        message += f"\n\nIt looks like: {found.title}. {found.explanation}\nHint: {found.hint}"
    return message
