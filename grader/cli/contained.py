"""`grader contained`: grade as another platform's container asks, and write the results where it looks for them.

Such a container is thrown away after one submission, and it is the outer wall: namespaces of our own, which Docker's
default profile refuses, may be missing here. The others (another user, no capabilities, Landlock, seccomp, limits)
must stand as everywhere: they keep the submission from the references that lie in the same container.
"""

from __future__ import annotations

import asyncio
import os
import stat
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.backends import chosen_grader
from grader.catalog.folder import AnyExercise, Catalog, load_catalog
from grader.ci import checkout
from grader.cli.grade import context, grade_one
from grader.errors import GraderError, InvalidSpec, InvalidSubmission, UnknownExercise
from grader.formats.graded import Graded
from grader.formats.table import FORMATS
from grader.grading import refused_report, suffixes
from grader.rubric.encoder import InvalidModel
from grader.rubric.threshold_file import InvalidThresholds
from grader.sandbox.local import CONTAINER, LocalSandbox
from grader.settings import Settings

OK, USAGE, FAULT = 0, 2, 3
MAX_ENTRIES = 10_000  # of the folder of a submission that are looked at


@dataclass(frozen=True, slots=True)
class Contract:
    """Where a platform puts a submission, where it wants the results, and in which format."""

    root: str
    submission: str
    results: str  # folder
    file: str
    format: str


CONTRACTS: Mapping[str, Contract] = {
    "gradescope": Contract("/autograder", "submission", "results", "results.json", "gradescope"),
    "prairielearn": Contract("/grade", "student", "results", "results.json", "prairielearn"),
}


def contained(platform: str, exercise: str, root: Path | None, file: str | None, settings: Settings) -> int:
    """Grade the one submission there is; returns the exit code: 0 if it was graded, whatever its score."""
    if platform not in CONTRACTS:
        print(f"grader: there is no platform {platform!r}; there are: {', '.join(CONTRACTS)}", file=sys.stderr)
        return USAGE
    contract = CONTRACTS[platform]
    base = root or Path(contract.root)
    try:
        catalog = load_catalog(settings.problems)
        asked = catalog.get(exercise)
        graded = asyncio.run(_grade(catalog, asked, base / contract.submission, file, settings))
        text = FORMATS[contract.format].render([graded], context())
        checkout.write_files(base, Path(contract.results), {contract.file: text})
    except (InvalidSpec, InvalidModel, InvalidThresholds, UnknownExercise) as error:
        print(f"grader: {error}", file=sys.stderr)
        return USAGE
    except GraderError as error:
        print(f"grader: {error}", file=sys.stderr)
        return FAULT
    return OK


async def _grade(catalog: Catalog, exercise: AnyExercise, folder: Path, file: str | None, settings: Settings) -> Graded:
    """The report on the file that was handed in; a refusal if there is none, or no telling which."""
    try:
        name = file or the_file(folder, suffixes(exercise))
        data = checkout.read_submission(folder, name)
    except (InvalidSubmission, checkout.Missing, checkout.NotAFile) as error:
        return Graded(file or "submission", refused_report(exercise, str(error)))
    sandbox = LocalSandbox(1, allow_missing_walls=CONTAINER)
    try:
        await sandbox.start()
        tell_missing(sandbox)
        grader = chosen_grader(settings, catalog, sandbox)
        report = await grade_one(grader, catalog, exercise.id, Path(name), data, None)
    finally:
        await sandbox.aclose()
    return Graded(name, report)


def tell_missing(sandbox: LocalSandbox) -> None:
    """Say for which walls the container has to stand."""
    missing = [wall.name for wall in sandbox.walls() if wall.name in CONTAINER and not wall.standing]
    if missing:
        print(f"grader: the container itself has to be these walls: {', '.join(missing)}", file=sys.stderr)


def the_file(folder: Path, endings: tuple[str, ...]) -> str:
    """The name of the one file in a submission that has one of these endings. Raises InvalidSubmission."""
    found = []
    try:
        with os.scandir(folder) as entries:
            for place, entry in enumerate(entries):
                if place >= MAX_ENTRIES:
                    raise InvalidSubmission(f"The submission has more than {MAX_ENTRIES:,} files. Hand in one.")
                regular = stat.S_ISREG(entry.stat(follow_symlinks=False).st_mode)
                if regular and entry.name.endswith(endings) and not entry.name.startswith("."):
                    found.append(entry.name)
    except OSError as error:
        raise InvalidSubmission(f"The submission cannot be read: {error.strerror}.") from error
    if len(found) != 1:
        names = ", ".join(sorted(found)[:5]) or "none"
        raise InvalidSubmission(f"Hand in one file that ends in {' or '.join(endings)}; there are: {names}.")
    return found[0]
