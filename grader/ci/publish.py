"""What a run of `grader ci` leaves behind: files for people and machines, lines for the log, a verdict. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from grader.formats import github, gitlab, html, junit
from grader.formats.escaping import clipped, fenced, markdown
from grader.formats.graded import Context, Graded, total, verdict
from grader.formats.report_json import to_json

SCHEMA = "grader/ci/v1"
PASSED, BELOW, USAGE, FAULT = 0, 1, 2, 3  # exit codes, as of `grader grade`
WORDS = {PASSED: "passed", BELOW: "failed", USAGE: "error", FAULT: "error"}


def exit_code(graded: Sequence[Graded], fail_under: float) -> int:
    """3 if anything could not be graded; 1 if any report is under the mark, pending points counted as given; else 0."""
    if total(graded).faults:
        return FAULT
    return BELOW if any(github.below(one, fail_under) for one in graded) else PASSED


def files(graded: Sequence[Graded], context: Context, notes: Sequence[str]) -> Mapping[str, str]:
    """Name -> text of each file of results."""
    return {
        "report.json": json.dumps(document(graded, notes), ensure_ascii=False, indent=2) + "\n",
        "summary.md": summary(graded, context, notes),
        "report.html": html.render(graded, context),
        "junit.xml": junit.render(graded, context),
        "gl-code-quality-report.json": gitlab.render(graded, context),
    }


def document(graded: Sequence[Graded], notes: Sequence[str]) -> dict[str, Any]:
    """Everything as one JSON document."""
    sum_ = total(graded)
    return {
        "schema": SCHEMA,
        "score": sum_.score,
        "points": sum_.points,
        "max_points": sum_.max_points,
        "pending": sum_.pending,
        "not_scored": sum_.faults,
        "notes": list(notes),
        "results": [
            {"path": one.path, "exercise": one.report.exercise, "report": to_json(one.report)} for one in graded
        ],
    }


def summary(graded: Sequence[Graded], context: Context, notes: Sequence[str]) -> str:
    """Markdown for the page of the job."""
    said = "".join(f"> {markdown(note)}\n\n" for note in notes)
    return f"## Grader\n\n{said}{github.step_summary(graded, context)}\n"


def log(graded: Sequence[Graded], notes: Sequence[str]) -> Iterator[str]:
    """One line a report. Names of files and exercises only: nothing that a submission printed."""
    yield from (f"note: {note}" for note in notes)
    for one in graded:
        named = f"; it looks like: {one.report.misconceptions[0].title}" if one.report.misconceptions else ""
        yield f"{one.report.exercise} {one.path}: {verdict(one.report)}{named}"
    sum_ = total(graded)
    pending = f", {sum_.pending:g} pending" if sum_.pending else ""
    yield f"{sum_.points:g} of {sum_.max_points:g} points{pending}" if graded else "Nothing to grade."


def outputs(graded: Sequence[Graded], code: int, folder: str) -> str:
    """`name=value` lines for $GITHUB_OUTPUT. No value holds a line end: they are numbers, words of ours, and a path."""
    sum_ = total(graded)
    values = {
        "result": "pending" if code == PASSED and sum_.pending else WORDS[code],
        "score": "" if sum_.score is None else f"{sum_.score:.6g}",
        "points": f"{sum_.points:.6g}",
        "max-points": f"{sum_.max_points:.6g}",
        "pending": f"{sum_.pending:.6g}",
        "results": " ".join(folder.split()),
    }
    return "".join(f"{name}={value}\n" for name, value in values.items())


def refusal(message: str) -> str:
    """Markdown for the page of a job that could grade nothing."""
    return f"## Grader\n\nNothing was graded.\n\n{fenced(clipped(message, 8192))}\n"
