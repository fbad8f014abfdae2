"""Who grades: this machine, in its sandbox, or a service that keeps hidden cases and references to itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Protocol

from grader.ci.config import Work
from grader.client import AsyncClient, Refusal
from grader.errors import InvalidSubmission
from grader.model import Report


class Grades(Protocol):
    """Whoever grades."""

    async def worth(self) -> Mapping[str, float]:
        """Every exercise there is, and its points. Raises ClientError."""
        ...

    async def grade(self, work: Work, data: bytes) -> Report:
        """The report on one file for one exercise. Raises InvalidSubmission, ClientError."""
        ...


@dataclass(frozen=True, slots=True)
class Server:
    """A service, by its API."""

    client: AsyncClient

    async def worth(self) -> Mapping[str, float]:
        """See `Grades.worth`."""
        return {exercise.id: exercise.points for exercise in await self.client.exercises()}

    async def grade(self, work: Work, data: bytes) -> Report:
        """See `Grades.grade`. What is wrong with a file is its author's, any other refusal the operator's."""
        try:
            return await self.client.grade(work.exercise, data, filename=PurePosixPath(work.path).name)
        except Refusal as refusal:
            if refusal.of_the_file:
                raise InvalidSubmission(refusal.detail) from refusal
            raise
