"""Doubles that ship with the project, for tests of ours and of those who build on it."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from grader.catalog.folder import Catalog, Exercise
from grader.catalog.spec import ExerciseSpec
from grader.errors import MissingWalls, SandboxFault
from grader.model import Limits, Observation, Program, Report, Submission
from grader.sandbox.base import Wall


@dataclass
class RecordingGrader:
    """Gives every submission full marks and remembers it; can be held, and can fail as told."""

    graded: list[Submission] = field(default_factory=list)  # in the order in which grading ended
    started: asyncio.Queue[str] = field(default_factory=asyncio.Queue)  # ids, in the order in which grading began
    faults: list[Exception] = field(default_factory=list)  # raised, first one first, instead of a report
    gate: asyncio.Event = field(default_factory=asyncio.Event)  # clear it to hold submissions in grading
    seconds: float = 0.0  # how long one takes

    def __post_init__(self) -> None:
        self.gate.set()

    async def grade(self, submission: Submission) -> Report:
        """Full marks."""
        self.started.put_nowait(submission.id)
        await self.gate.wait()
        await asyncio.sleep(self.seconds)
        if self.faults:
            raise self.faults.pop(0)
        self.graded.append(submission)
        return full_marks(submission)


def full_marks(submission: Submission) -> Report:
    """The report of a perfect submission worth 10 points."""
    return Report(
        exercise=submission.exercise,
        exercise_version="1",
        status="graded",
        score=1.0,
        points=10.0,
        max_points=10.0,
        provenance={"submission": submission.id},
    )


@dataclass
class Clock:
    """A clock that stands still until it is told to go on."""

    now: datetime = datetime(2026, 11, 24, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        """The time."""
        return self.now

    def advance(self, seconds: float) -> None:
        """Let that many seconds pass at once."""
        self.now += timedelta(seconds=seconds)


@dataclass
class FakeSandbox:
    """A sandbox without walls that runs nothing: it answers with prepared observations, in turn."""

    answers: Sequence[Observation] = ()
    ran: list[tuple[str, Program, Limits]] = field(default_factory=list)
    missing: list[Wall] = field(default_factory=list)

    async def start(self) -> None:
        """Ready, unless a wall is missing."""
        if self.missing:
            raise MissingWalls([wall.name for wall in self.missing])

    def walls(self) -> Sequence[Wall]:
        """Only those that are missing."""
        return self.missing

    async def aclose(self) -> None:
        """There is nothing to end."""

    async def run(self, source: str, program: Program, limits: Limits) -> Observation:
        """The next answer; a SandboxFault when there is none left."""
        self.ran.append((source, program, limits))
        if len(self.ran) > len(self.answers):
            raise SandboxFault("no answer was prepared")
        return self.answers[len(self.ran) - 1]


def sample_catalog(*ids: str) -> Catalog:
    """A catalog whose exercises can be looked up and listed; their only check is the shape of one call."""
    return Catalog({exercise_id: _exercise(exercise_id) for exercise_id in ids or ("6.7",)})


def _exercise(exercise_id: str) -> Exercise:
    spec = ExerciseSpec.model_validate(
        {
            "id": exercise_id,
            "title": f"Exercise {exercise_id}",
            "points": 10,
            "target": {"name": "LayerNorm", "arguments": ["d_model"]},
            "reference": {"layer": "layernorm", "inputs": ["x"]},
            "rigs": {"small": {"arguments": {"d_model": 4}}},
            "cases": {"plain": {"rig": "small", "topic": "a batch", "inputs": {"x": {"shape": [2, "d_model"]}}}},
            "checks": [{"kind": "shape", "title": "Shape", "points": 10}],
        }
    )
    return Exercise(spec, "1", f"# Exercise {exercise_id}\n", "class LayerNorm: ...\n", "", (), (), Path())
