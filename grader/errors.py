"""Every exception the project raises on purpose.

    GraderError
    ├── InvalidSpec          an author's mistakes in an exercise folder, all of them at once
    ├── UnknownExercise      no exercise of that id is loaded
    ├── InvalidSubmission    the upload itself is unusable (too large, not UTF-8, a NUL, ...)
    ├── NothingScored        a format that can only hold a score has none to hold
    ├── MissingWalls         the sandbox cannot keep a promise on this host: refuse to grade
    └── SandboxFault         our own fault while running a submission: retried, never a score

A learner's mistake is not here: it is data (a `Finding`), never an exception.
"""

from __future__ import annotations

from collections.abc import Sequence


class GraderError(Exception):
    """The base of all errors below."""


class InvalidSpec(GraderError):
    """An exercise folder has mistakes; `problems` names each by file and field."""

    def __init__(self, problems: Sequence[str]) -> None:
        self.problems = tuple(problems)
        lines = "\n".join(f"  - {problem}" for problem in self.problems)
        super().__init__(f"{len(self.problems)} mistake(s) in the exercise specification:\n{lines}")


class UnknownExercise(GraderError):
    """No exercise of that id is loaded."""


class InvalidSubmission(GraderError):
    """The upload cannot be taken: says what is wrong, where, and how to mend it."""


class NothingScored(GraderError):
    """There is no score to write down: the grader failed, and a fault of ours never becomes a score."""


class MissingWalls(GraderError):
    """A promised wall of the sandbox cannot be set on this host; `walls` names each with what to do."""

    def __init__(self, walls: Sequence[str]) -> None:
        self.walls = tuple(walls)
        super().__init__("the sandbox cannot keep its promises here: " + "; ".join(self.walls))


class SandboxFault(GraderError):
    """The sandbox itself failed (a lost cell, a broken frame of ours). Retried; never a score."""
