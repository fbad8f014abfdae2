"""Names stay outside: a program travels with numbers for its objects and calls, what comes back has its names again.

A submission can read the whole program in its own memory. It learns what it is called with, as it must, and not what
a call is there to find out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from grader.model import Observation, Program

NOBODY = ""  # the name of whatever was not in the program


@dataclass(frozen=True, slots=True)
class Sealed:
    """A program without names, and the names of its numbers."""

    program: Program
    names: Mapping[str, Mapping[str, str]]  # "rig" and "id" of a step -> number -> name

    def opened(self, observation: Observation) -> Observation:
        """The observation of the sealed program as one of the program itself."""
        frames = tuple(replace(frame, head=self._named(frame.head)) for frame in observation.frames)
        return replace(observation, frames=frames)

    def _named(self, head: Mapping[str, Any]) -> Mapping[str, Any]:
        told = {key: names.get(str(head[key]), NOBODY) for key, names in self.names.items() if key in head}
        return {**head, **told}


def seal(program: Program) -> Sealed:
    """The program with numbers in place of names, in order of its steps."""
    numbers: dict[str, dict[str, str]] = {"rig": {}, "id": {}}
    steps = []
    for step in program.head["steps"]:
        known = {key: seen.setdefault(step[key], str(len(seen))) for key, seen in numbers.items() if key in step}
        steps.append({**step, **known})
    names = {key: {number: name for name, number in seen.items()} for key, seen in numbers.items()}
    return Sealed(Program({**program.head, "steps": steps}, program.tensors), names)
