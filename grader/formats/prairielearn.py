"""PrairieLearn's external grading results.json (docs/externalGrading.md)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from grader.formats.escaping import clipped, visible
from grader.formats.graded import (
    FAULT,
    PENDING,
    Context,
    Graded,
    is_pending,
    message_of,
    stopped_message,
    total,
    verdict,
)

OUTPUT_BYTES = 65_536  # of what was printed: the whole file must stay under 1 MiB
MESSAGE_BYTES = 8_192


def render(graded: Sequence[Graded], _context: Context) -> str:
    """One document. Nothing that could be graded, or a fault of ours, is not gradable: it costs no attempt."""
    sum_ = total(graded)
    reports = [one.report for one in graded]
    document: dict[str, Any]
    if sum_.faults or not graded:
        document = {"gradable": False, "format_errors": [FAULT]}
    elif all(report.status == "not_gradable" for report in reports):
        reasons = [stopped_message(r) or next((i.message for i in r.items), "") for r in reports]
        document = {"gradable": False, "format_errors": [_text(reason) for reason in reasons if reason]}
    else:
        message = _text("\n\n".join(line for one in graded for line in _message(one)))
        document = {"gradable": True, "score": sum_.score or 0.0, "message": message}
        document["tests"] = [test for one in graded for test in _tests(one)]
    printed = "\n".join(report.stdout for report in reports if report.stdout.strip())
    document["output"] = clipped(visible(printed), OUTPUT_BYTES)
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _message(one: Graded) -> Iterator[str]:
    yield f"{one.report.exercise}: {verdict(one.report)}."
    if one.report.stopped:
        yield stopped_message(one.report)
    for found in one.report.misconceptions:
        yield f"It looks like: {found.title}\n{found.explanation}\nHint: {found.hint}"
    yield from (f"Note: {note}" for note in one.report.notes)


def _tests(one: Graded) -> Iterator[dict[str, Any]]:
    """Every test has points and max_points: were they missing in one, none would be shown. 0 of 0 is neutral."""
    for item in one.report.items:
        points, most, said = item.points, item.max_points, message_of(item)
        if is_pending(one.report, item):
            points, most, said = 0.0, 0.0, f"{PENDING} Up to {item.max_points:g} points. {said}"
        name = visible(f"{one.report.exercise} {item.title}")
        yield {"name": name, "points": points, "max_points": most, "message": _text(said)}


def _text(text: str) -> str:
    return clipped(visible(text), MESSAGE_BYTES)
