"""`grader submit`: hand a file in at a service, and show what becomes of it as it happens."""

from __future__ import annotations

from pathlib import Path

from rich.console import Console

from grader.cli.grade import BELOW, FAULT, FULL_MARKS, USAGE, full_marks
from grader.cli.show import show
from grader.client import AGAIN_LATER, Client, ClientError, Refusal, Submission
from grader.formats.graded import Graded
from grader.formats.report_json import line

WORDS = {"queued": "waiting to be graded", "running": "being graded"}


def submit(exercise: str, file: Path, server: str, as_json: bool, seconds: float) -> int:
    """Returns the exit code, which means what that of `grader grade` means."""
    errors = Console(stderr=True)
    try:
        settled = _handed_in(exercise, file, server, seconds, errors)
    except OSError as error:
        errors.print(f"{error.filename}: {error.strerror}", style="red", markup=False)
        return USAGE
    except AGAIN_LATER as error:
        errors.print(str(error), style="red", markup=False)
        return FAULT
    except ClientError as error:
        errors.print(str(error), style="red", markup=False)
        return BELOW if isinstance(error, Refusal) and error.of_the_file else USAGE
    report = settled.report
    if report is None:
        errors.print(f"submission {settled.id} is {settled.status} and has no report", style="red", markup=False)
        return FAULT
    if as_json:
        print(line(Graded(str(file), report)))
    else:
        show(Console(), str(file), report)
    if report.status == "grader_error":
        return FAULT
    return FULL_MARKS if full_marks(report) else BELOW


def _handed_in(exercise: str, file: Path, server: str, seconds: float, console: Console) -> Submission:
    """The submission once it is settled. Raises ClientError, OSError."""
    with Client(server) as client, console.status("handing in") as shown:
        found = client.submit(exercise, file)
        for step in client.follow(found.id, seconds):
            found = step
            shown.update(WORDS.get(found.status, found.status))
    return found
