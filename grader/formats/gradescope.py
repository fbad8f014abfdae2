"""Gradescope's results.json (autograder_samples/docs/specs.md)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from grader.errors import NothingScored
from grader.formats.escaping import visible
from grader.formats.graded import FAULT, PENDING, Context, Graded, is_pending, message_of, stopped_message, total
from grader.model import Item, Outcome, Report

VISIBILITY = {"public": "visible", "hidden": "after_published"}


def render(graded: Sequence[Graded], _context: Context) -> str:
    """One document. Raises NothingScored where the grader failed: without this file Gradescope scores nothing either.

    What is pending has neither score nor status: Gradescope shows its text, and staff give its points there.
    """
    sum_ = total(graded)
    if sum_.faults or not graded:
        raise NothingScored(FAULT)
    document: dict[str, Any] = {
        "score": sum_.points,
        "execution_time": round(sum(float(one.report.timings_ms.get("total", 0)) for one in graded) / 1000, 3),
        "output": visible("\n\n".join(_paragraphs(graded))),
        "output_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": [test for place, one in enumerate(graded, 1) for test in _tests(one.report, place)],
        "extra_data": {
            "max_score": sum_.max_points,
            "pending": sum_.pending,
            "provenance": [dict(one.report.provenance) for one in graded],
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _paragraphs(graded: Sequence[Graded]) -> Iterator[str]:
    for one in graded:
        report = one.report
        if report.stopped:
            yield stopped_message(report)
        for found in report.misconceptions:
            yield f"It looks like: {found.title}\n{found.explanation}\nHint: {found.hint}"
        yield from (f"Note: {note}" for note in report.notes)
        if pending := total([one]).pending:
            yield f"{pending:g} points are pending: course staff decide them."


def _tests(report: Report, place: int) -> Iterator[dict[str, Any]]:
    for number, item in enumerate(report.items, 1):
        yield {"name": visible(f"{report.exercise} {item.title}"), "number": f"{place}.{number}", **_told(report, item)}


def _told(report: Report, item: Item) -> dict[str, Any]:
    told: dict[str, Any] = {"visibility": VISIBILITY[item.visibility], "output": visible(message_of(item))}
    if is_pending(report, item):
        waits = {
            "output": visible(f"{PENDING} {message_of(item)}"),
            "extra_data": {"pending": item.max_points, "suggested": item.points},
        }
        return {**told, **waits}
    status = "passed" if item.outcome is Outcome.PASS else "failed"
    return {**told, "score": item.points, "max_score": item.max_points, "status": status}
