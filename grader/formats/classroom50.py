"""Classroom 50's result.json, schema classroom50/result/v1. Its scores are whole numbers: hundredths of our points."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from grader.errors import NothingScored
from grader.formats.escaping import clipped, visible
from grader.formats.graded import FAULT, PENDING, Context, Graded, is_pending, message_of, stopped_message, total
from grader.model import Outcome

SCALE = 100
MESSAGE_BYTES = 8_192
# field -> variables of the runner that hold it, the first that is set counts
IDENTITY: Mapping[str, tuple[str, ...]] = {
    "classroom": ("CLASSROOM",),
    "assignment": ("ASSIGNMENT",),
    "assignment_type": ("ASSIGNMENT_TYPE",),
    "owner": ("OWNER", "USERNAME"),
    "submission": ("SUBMISSION_TAG",),
    "commit": ("COMMIT_URL",),
    "release": ("RELEASE_URL",),
    "review": ("REVIEW_URL", "COMMIT_URL"),
}


def render(graded: Sequence[Graded], context: Context) -> str:
    """One document, with the identity that the runner gives in its environment.

    Raises NothingScored where the grader failed, or where it does not run under Classroom 50.
    """
    if total(graded).faults:
        raise NothingScored(FAULT)
    identity = {
        field: next((context.variables[name] for name in names if context.variables.get(name)), "")
        for field, names in IDENTITY.items()
    }
    if missing := [" or ".join(IDENTITY[field]) for field, value in identity.items() if not value]:
        raise NothingScored(f"This is no run of Classroom 50: {', '.join(missing)} not set in the environment.")
    tests = [test for one in graded for test in _tests(one)]
    document = {
        "schema": "classroom50/result/v1",
        **identity,
        "datetime": context.variables.get("COMMIT_DATE") or context.now,
        "graded_at": context.now,
        "score": sum(test["score"] for test in tests),
        "max-score": sum(test["max-score"] for test in tests),
        "tests": tests,
    }
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"


def _tests(one: Graded) -> Iterator[dict[str, Any]]:
    report = one.report
    if not report.items:
        yield _test(
            f"{report.exercise} {one.path}", False, report.points or 0.0, report.max_points, stopped_message(report)
        )
    for item in report.items:
        passed = item.outcome is Outcome.PASS
        waits = f"{PENDING} " if is_pending(report, item) else ""
        points = 0.0 if waits else item.points
        test = _test(f"{report.exercise} {item.title}", passed, points, item.max_points, waits + message_of(item))
        yield {**test, "pending": True} if waits else test


def _test(name: str, passed: bool, points: float, most: float, message: str) -> dict[str, Any]:
    return {
        "test-name": visible(name),
        "passed": passed,
        "score": int(points * SCALE + 1e-6),
        "max-score": round(most * SCALE),
        "message": clipped(visible(message), MESSAGE_BYTES),
    }
