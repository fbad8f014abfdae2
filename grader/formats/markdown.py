"""Markdown: the summary of a job on GitHub or GitLab, the text of a check, a comment."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from grader.formats import plot
from grader.formats.escaping import clipped, fenced, markdown
from grader.formats.graded import (
    FAULT,
    PENDING,
    Context,
    Graded,
    is_pending,
    message_of,
    points_of,
    stopped_message,
    total,
    verdict,
)
from grader.model import Item, Outcome, Report

MARKS = {Outcome.PASS: "✅", Outcome.PARTIAL: "🟡", Outcome.FAIL: "❌", Outcome.SKIPPED: "➖", Outcome.UNSURE: "⏳"}
STDOUT_BYTES = 4096  # of what a submission printed; the report as JSON has all that was kept


def render(graded: Sequence[Graded], _context: Context) -> str:
    """All reports: a table, then each in full."""
    return "\n".join([*overview(graded), "", *(line for one in graded for line in details(one))])


def overview(graded: Sequence[Graded]) -> Iterator[str]:
    """One line a report, and the sum."""
    if not graded:
        yield "Nothing to grade."
        return
    sum_ = total(graded)
    yield "| | exercise | file | points | what it looks like |"
    yield "|---|---|---|---:|---|"
    for one in graded:
        named = markdown(one.report.misconceptions[0].title if one.report.misconceptions else "")
        if one.report.stopped:
            named = markdown(clipped(stopped_message(one.report), 300, " …"))
        yield (
            f"| {_mark(one.report)} | {markdown(one.report.exercise)} | {markdown(one.path)}"
            f" | {markdown(verdict(one.report))} | {named} |"
        )
    yield ""
    pending = f", {sum_.pending:g} pending" if sum_.pending else ""
    yield f"**{sum_.points:g} of {sum_.max_points:g} points**{pending}"
    if sum_.faults:
        yield f"\n**{sum_.faults} not scored:** {FAULT}"


def details(one: Graded) -> Iterator[str]:
    """One report in full."""
    report = one.report
    yield f"### {markdown(report.exercise)} · {markdown(one.path)} · {markdown(verdict(report))}"
    yield ""
    if report.status == "grader_error":
        yield FAULT + "\n"
        return
    if report.stopped:
        yield f"**{markdown(stopped_message(report))}**\n"
    if report.items:
        yield "| | check | points | |"
        yield "|---|---|---:|---|"
        yield from (_row(report, item) for item in report.items)
        yield ""
    for found in report.misconceptions:
        yield f"> **It looks like: {markdown(found.title)}**  \n> {markdown(found.explanation)}  "
        yield f"> *Hint:* {markdown(found.hint)}\n"
    yield from (f"- Note: {markdown(note)}" for note in report.notes)
    if report.notes:
        yield ""
    if picture := plot.errors(report):
        yield f"<details><summary>Errors, result by result</summary>\n\n{fenced(picture)}\n\n</details>\n"
    if report.stdout.strip():
        printed = fenced(clipped(report.stdout, STDOUT_BYTES))
        yield f"<details><summary>Printed by the submission</summary>\n\n{printed}\n\n</details>\n"


def _row(report: Report, item: Item) -> str:
    said = message_of(item)
    if is_pending(report, item):
        said = f"{PENDING} {said}"
    return f"| {MARKS[item.outcome]} | {markdown(item.title)} | {points_of(report, item)} | {markdown(said)} |"


def _mark(report: Report) -> str:
    if report.score is None:
        return "⚠️"
    if report.status == "needs_review":
        return MARKS[Outcome.UNSURE]
    if report.score >= 1:
        return MARKS[Outcome.PASS]
    return MARKS[Outcome.PARTIAL] if report.score > 0 else MARKS[Outcome.FAIL]
