"""The seam: what the rest of the grader knows of any sandbox."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from grader.model import Limits, Observation, Program


@dataclass(frozen=True, slots=True)
class Wall:
    """One promise of a sandbox, and whether it is kept on this host."""

    name: str
    standing: bool
    needed: bool  # without it nothing is graded
    detail: str = ""  # how it is kept; or what is missing and what to do about it


class Sandbox(Protocol):
    """Runs a student's source on a program and says what came back. It judges nothing."""

    async def start(self) -> None:
        """Make it ready. Raises MissingWalls if a promise cannot be kept here. `run` does it when needed."""

    async def run(self, source: str, program: Program, limits: Limits) -> Observation:
        """One submission, in a process of its own, within `limits`.

        Raises SandboxFault when the sandbox itself failed (after retries), MissingWalls when it may not run at all.
        """

    def walls(self) -> Sequence[Wall]:
        """Every wall, as last tested."""

    async def aclose(self) -> None:
        """End every process and remove every trace. Running submissions end with SandboxFault."""
