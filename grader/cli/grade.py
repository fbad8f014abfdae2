"""`grader grade`: grade files on this machine, in the sandbox, without a service."""

from __future__ import annotations

import asyncio
import os
import secrets
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from grader.backends import chosen_grader, chosen_sandbox
from grader.catalog.folder import Catalog, load_catalog
from grader.cli.show import show
from grader.errors import InvalidSpec, InvalidSubmission, MissingWalls, NothingScored, SandboxFault, UnknownExercise
from grader.formats.graded import Context, Graded
from grader.formats.report_json import line
from grader.formats.table import FORMATS
from grader.grading import Grader, decoded, fault_report, refused_report
from grader.model import Report, Submission
from grader.rubric.encoder import InvalidModel
from grader.rubric.threshold_file import InvalidThresholds
from grader.settings import Settings

FULL_MARKS, BELOW, USAGE, FAULT = 0, 1, 2, 3  # exit codes: part of the contract with CI


def grade(exercise: str, files: Sequence[Path], format_: str | None, seed: int | None, settings: Settings) -> int:
    """Grade every file and print the reports in the order of the files; returns the exit code."""
    errors = Console(stderr=True)
    if format_ is not None and format_ not in FORMATS:
        errors.print(f"There is no format {format_!r}. The formats are: {', '.join(FORMATS)}.", style="red")
        return USAGE
    try:
        catalog = load_catalog(settings.problems)
        catalog.get(exercise)
        sources = [path.read_bytes() for path in files]
    except (InvalidSpec, UnknownExercise) as error:
        errors.print(str(error), style="red", markup=False)
        return USAGE
    except OSError as error:
        errors.print(f"{error.filename}: {error.strerror}", style="red", markup=False)
        return USAGE
    try:
        reports = asyncio.run(_grade_all(catalog, exercise, files, sources, seed, settings, format_ == "json"))
    except (InvalidModel, InvalidThresholds) as error:
        errors.print(str(error), style="red", markup=False)
        return USAGE
    except MissingWalls as error:
        errors.print(f"{error}\nRun `grader doctor` for what to do.", style="red", markup=False)
        return FAULT
    graded = [Graded(str(path), report) for path, report in zip(files, reports, strict=True)]
    if format_ is None:
        console = Console()
        for one in graded:
            show(console, one.path, one.report)
        if len(reports) > 1:
            full = sum(map(full_marks, reports))
            console.print(f"{full} of {len(reports)} files with full marks")
    elif format_ != "json":  # those lines are out already
        try:
            print(FORMATS[format_].render(graded, context()), end="")
        except NothingScored as error:
            errors.print(str(error), style="red", markup=False)
            return FAULT
    if any(report.status == "grader_error" for report in reports):
        return FAULT
    return FULL_MARKS if all(map(full_marks, reports)) else BELOW


def full_marks(report: Report) -> bool:
    """Whether there is nothing to be had any more; a provisional score is not full marks yet."""
    return report.score == 1.0 and report.status == "graded"


def context() -> Context:
    """What formats may ask of this process: the time, and the environment of the platform that runs it."""
    return Context(datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), os.environ)


async def _grade_all(
    catalog: Catalog,
    exercise: str,
    files: Sequence[Path],
    sources: Sequence[bytes],
    seed: int | None,
    settings: Settings,
    as_json: bool,
) -> list[Report]:
    sandbox = chosen_sandbox(settings, min(settings.cells, len(files)))
    grader = chosen_grader(settings, catalog, sandbox)
    places = asyncio.Semaphore(settings.cells)
    bar = Progress(
        TextColumn("grading"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=len(files) < 2 or not sys.stderr.isatty(),
    )

    async def one(index: int) -> Report:
        async with places:
            report = await grade_one(grader, catalog, exercise, files[index], sources[index], seed)
            bar.advance(task)
            return report

    try:
        with bar:
            task = bar.add_task("", total=len(files))
            pending = [asyncio.create_task(one(index)) for index in range(len(files))]
            reports = []
            for path, future in zip(files, pending, strict=True):
                reports.append(await future)
                if as_json:  # a line as soon as its turn has come, so that a long run can be followed
                    print(line(Graded(str(path), reports[-1])), flush=True)
            return reports
    finally:
        await sandbox.aclose()


async def grade_one(
    grader: Grader, catalog: Catalog, exercise: str, path: Path, data: bytes, seed: int | None
) -> Report:
    """The report on one file; a file that cannot be taken and a fault of ours are reports too."""
    chosen = secrets.randbits(63) if seed is None else seed
    asked = catalog.get(exercise)
    try:
        source = decoded(asked, path.name, data)
    except InvalidSubmission as error:
        return refused_report(asked, str(error))
    submission = Submission(id=path.name, exercise=exercise, source=source, filename=path.name, seed=chosen)
    try:
        return await grader.grade(submission)
    except SandboxFault:
        return fault_report(asked, submission)
