"""GitHub: workflow commands for a job's log, and the output of a check run for the REST API.

Limits and escapes are those of npm @actions/core 3.0.1 and of GitHub's published description of `checks/create`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from grader.formats import markdown
from grader.formats.escaping import clipped, visible
from grader.formats.graded import Context, Graded, Remark, decided_points, pending_points, remarks, total

COMMANDS = {"failure": "error", "warning": "warning", "notice": "notice"}
PER_STEP = 10  # annotations of each kind that a step may make; GitHub drops the rest and says nothing
PER_REQUEST = 50  # annotations of one request to the checks API; further requests append
TITLE_CHARACTERS = 255
MESSAGE_BYTES = 60_000  # under 64 KB, whichever way that is counted
SUMMARY_BYTES = 65_000  # under 65,535 characters
STEP_SUMMARY_BYTES = 1_000_000  # under 1 MiB a step: above, GitHub takes none of it


def render(graded: Sequence[Graded], _context: Context) -> str:
    """Workflow commands, one a line: annotations where the files are looked at."""
    return "".join(f"{line}\n" for line in workflow_commands(graded))


def workflow_commands(graded: Sequence[Graded]) -> Iterator[str]:
    """The remarks as commands; of each kind only as many as GitHub takes, and one less to say so."""
    found = list(remarks(graded))
    many = {level for level, count in Counter(r.level for r in found).items() if count > PER_STEP}
    told: Counter[str] = Counter()
    for remark in found:
        told[remark.level] += 1
        if remark.level not in many or told[remark.level] < PER_STEP:
            yield command(remark)
    for level in sorted(many):
        left = told[level] - PER_STEP + 1
        yield f"::{COMMANDS[level]} title=More in the summary::{left} more of this kind are in the summary of the job."


def command(remark: Remark) -> str:
    """One annotation. Nothing in it can end the line, so nothing in it can begin another command."""
    title = visible(remark.title)[:TITLE_CHARACTERS]
    place = f"file={_property(remark.path)},line={remark.line},title={_property(title)}"
    return f"::{COMMANDS[remark.level]} {place}::{_data(clipped(visible(remark.message), MESSAGE_BYTES))}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def step_summary(graded: Sequence[Graded], context: Context) -> str:
    """Markdown for $GITHUB_STEP_SUMMARY; cut where it is too long, between details, never in the table."""
    full = markdown.render(graded, context)
    if len(full.encode()) <= STEP_SUMMARY_BYTES:
        return full
    return clipped("\n".join(markdown.overview(graded)), STEP_SUMMARY_BYTES)


def conclusion(graded: Sequence[Graded], fail_under: float = 1.0) -> str:
    """`success`, `failure`, `neutral` (staff must decide, or nothing to grade), `cancelled` (our fault: run it again).

    Not `neutral` for a fault: a required check that is neutral counts as passed.
    """
    sum_ = total(graded)
    if sum_.faults:
        return "cancelled"
    if any(below(one, fail_under) for one in graded):
        return "failure"
    return "neutral" if sum_.pending or not graded else "success"


def below(one: Graded, fail_under: float) -> bool:
    """Whether a report is under the mark even if staff gave every point that is pending."""
    report = one.report
    if report.score is None:
        return False
    best = decided_points(report) + pending_points(report)
    return best < fail_under * report.max_points - 1e-9


def check_outputs(graded: Sequence[Graded]) -> list[dict[str, Any]]:
    """The `output` of a check run, in as many parts as its annotations need.

    The first belongs to the request that creates or completes the check; each further one to an update, which appends.
    """
    sum_ = total(graded)
    title = f"{sum_.points:g} of {sum_.max_points:g} points"
    title += f", {sum_.pending:g} pending" if sum_.pending else ""
    title = "The grader failed: run it again" if sum_.faults else title if graded else "Nothing to grade"
    output: dict[str, Any] = {"title": title, "summary": clipped("\n".join(markdown.overview(graded)), SUMMARY_BYTES)}
    if text := "\n".join(line for one in graded for line in markdown.details(one)):
        output["text"] = clipped(text, SUMMARY_BYTES)
    annotations = [_annotation(remark) for remark in remarks(graded)]
    batches = [annotations[at : at + PER_REQUEST] for at in range(0, len(annotations), PER_REQUEST)]
    return [{**output, "annotations": batch} for batch in batches] or [output]


def _annotation(remark: Remark) -> dict[str, Any]:
    return {
        "path": remark.path,
        "start_line": remark.line,
        "end_line": remark.line,
        "annotation_level": remark.level,
        "title": visible(remark.title)[:TITLE_CHARACTERS],
        "message": clipped(visible(remark.message), MESSAGE_BYTES) or remark.title,
    }


def render_check(graded: Sequence[Graded], _context: Context) -> str:
    """JSON: {"conclusion", "outputs"}; `outputs` are the `output` fields of successive requests."""
    document = {"conclusion": conclusion(graded), "outputs": check_outputs(graded)}
    return json.dumps(document, ensure_ascii=False, indent=2) + "\n"
