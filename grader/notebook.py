"""An IPython extension: `%load_ext grader.notebook`, then `%%grade 6.7` at the top of a cell hands the cell in.

The cell is run first, like any other; if it raises, it is not handed in. The service's address is in GRADER_SERVER, or
given with --server; the token is in GRADER_TOKEN, so that it never stands in a notebook that is passed on.
"""

from __future__ import annotations

import argparse
import os
import shlex
from typing import Any, NoReturn

from IPython.core.error import UsageError
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.magic import Magics, cell_magic, magics_class
from IPython.display import display

from grader.client import Client, ClientError
from grader.errors import InvalidSubmission
from grader.formats import html
from grader.formats.graded import Graded, stopped_message, verdict
from grader.ipynb import refuse_magics
from grader.model import Report

FILENAME = "cell.py"
WORDS = {"queued": "Waiting to be graded …", "running": "Being graded …"}


class Shown:
    """A report, or that there is none yet, as notebooks and terminals show it."""

    def __init__(self, text: str, report: Report | None = None) -> None:
        self.text = text
        self.report = report

    def __repr__(self) -> str:
        if self.report is None:
            return self.text
        lines = [f"{self.report.exercise}: {verdict(self.report)}", stopped_message(self.report)]
        lines += [f"{item.outcome.value:8} {item.title}: {item.message}" for item in self.report.items]
        lines += [f"It looks like: {found.title}. Hint: {found.hint}" for found in self.report.misconceptions]
        return "\n".join(line for line in lines if line)

    def _repr_html_(self) -> str | None:
        return None if self.report is None else html.fragment([Graded("this cell", self.report)])


class _Arguments(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise UsageError(f"%%grade: {message}. Write for example: %%grade 6.7")


@magics_class
class GraderMagics(Magics):
    """The magic of this extension."""

    @cell_magic
    def grade(self, line: str, cell: str) -> None:
        """Run the cell, hand it in as an exercise, and show the report: `%%grade 6.7 [--server URL]`."""
        asked = _asked(line)
        # Line 1 of the cell is the magic itself, so the lines that the report names are those of the cell.
        source = f"\n{cell}"
        try:
            refuse_magics([source])
        except InvalidSubmission as error:
            raise UsageError(str(error)) from None
        assert self.shell is not None, "a magic is registered with a shell"
        if not self.shell.run_cell(cell).success:  # type: ignore[no-untyped-call]
            return
        try:
            _hand_in(asked.exercise, source, asked.server)
        except ClientError as error:
            raise UsageError(str(error)) from None


def _asked(line: str) -> argparse.Namespace:
    parser = _Arguments(prog="%%grade", add_help=False, allow_abbrev=False)
    parser.add_argument("exercise")
    parser.add_argument("--server", default=os.environ.get("GRADER_SERVER"))
    try:
        asked = parser.parse_args(shlex.split(line))
    except ValueError as error:
        raise UsageError(f"%%grade: {error}") from None
    if not asked.server:
        raise UsageError("%%grade: there is no server; set GRADER_SERVER, or add --server https://...")
    return asked


def _hand_in(exercise: str, source: str, server: str) -> None:
    """Raises ClientError."""
    place: Any = display(Shown("Handing in …"), display_id=True)  # type: ignore[no-untyped-call]
    try:
        with Client(server) as client:
            found = client.submit(exercise, source, filename=FILENAME)
            for step in client.follow(found.id):
                found = step
                place.update(Shown(WORDS.get(found.status, found.status)))
    except ClientError:
        place.update(Shown("Not handed in, or not graded."))
        raise
    place.update(Shown(f"The submission is {found.status}.", found.report))


def load_ipython_extension(shell: InteractiveShell) -> None:
    """What `%load_ext grader.notebook` calls."""
    shell.register_magics(GraderMagics)
