"""Files of a repository, handed in as anybody's work is: stored, queued, graded by the worker in its sandbox."""

from __future__ import annotations

import asyncio
import json
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime

from grader.catalog.folder import AnyExercise
from grader.formats.report_json import from_json
from grader.github.client import Later
from grader.model import Report, Submission
from grader.queue.changes import Changes
from grader.store.base import Enqueue, NewSubmission, Refused, Role, Status, Store, Token

LOOK_AGAIN_S = 5.0  # the row is the truth; a bell that was not heard delays a check by this much
PATIENCE_S = 30.0  # before a repository with too many unfinished submissions is tried again


@dataclass(frozen=True, slots=True)
class Submissions:
    """Hands in for repositories. Each is an owner of its own, so that none keeps the others waiting."""

    store: Store
    enqueue: Enqueue
    changes: Changes
    _naming: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def grade(self, repository_id: int, exercise: AnyExercise, source: str, filename: str, key: str) -> Report:
        """The report, once it is there; the same key is the same submission. Raises Later."""
        submission = Submission(
            id=secrets.token_hex(16),
            exercise=exercise.id,
            source=source,
            filename=filename,
            seed=secrets.randbits(63),
        )
        new = NewSubmission(
            submission=submission,
            owner=await self._owner(repository_id),
            exercise_version=exercise.version,
            idempotency_key=key,
        )
        saved = await self.store.save(new, self.enqueue)
        if isinstance(saved, Refused):
            raise Later(f"not taken: {saved.value}", PATIENCE_S)
        with self.changes.watch(saved.id) as watch:
            while True:
                stored = await self.store.get(saved.id)
                if stored is not None and stored.status is Status.DONE and stored.report is not None:
                    return from_json(json.loads(stored.report))
                await watch.next(LOOK_AGAIN_S)

    async def _owner(self, repository_id: int) -> str:
        """The id of the token that stands for a repository. Nobody can log in with it: no hash looks like this one."""
        name = f"github:{repository_id}"
        async with self._naming:
            if await self.store.token(name) is None:
                made = Token(id=name, label=name, role=Role.STUDENT, sha256=name, created_at=datetime.now(UTC))
                await self.store.add_token(made)
        return name
