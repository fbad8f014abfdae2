"""Run by test_service.py as a process of its own: `serve` with the doubles, for what must hold whoever grades.

Arguments: port, data folder, seconds that grading takes, file to which each start of grading is appended.
"""

from __future__ import annotations

import sys
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path

from grader.app import Grading, Service, running
from grader.cli.serve import serve
from grader.model import Report, Submission
from grader.settings import Settings
from grader.testing import FakeSandbox, RecordingGrader, sample_catalog


@dataclass
class TellingGrader(RecordingGrader):
    """Says in a file, which outlives this process, what it begins to grade."""

    told: Path = Path()

    async def grade(self, submission: Submission) -> Report:
        with self.told.open("a") as file:
            file.write(f"{submission.id}\n")
        return await super().grade(submission)


def doubled(settings: Settings) -> AbstractAsyncContextManager[Service]:
    grader = TellingGrader(seconds=float(sys.argv[3]), told=Path(sys.argv[4]))
    return running(
        settings,
        load=lambda _folder: sample_catalog("6.7"),
        grading_in=lambda _settings, _catalog: Grading(grader, FakeSandbox()),
    )


if __name__ == "__main__":
    sys.exit(serve("127.0.0.1", int(sys.argv[1]), Path(sys.argv[2]), doubled))
