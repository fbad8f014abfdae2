"""The seam of the queue. The submission row is the truth; a queue only brings its id to a worker.

A message that is lost, or delivered twice, does no harm: `reconcile` finds unfinished rows that nobody holds, and the
attempt number of a claim keeps every result but one out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from grader.model import Submission


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to grade one submission, until the lease ends."""

    submission: Submission
    attempt: int

    @property
    def key(self) -> tuple[str, int]:
        """(id, attempt), as the store names it."""
        return self.submission.id, self.attempt


class Queue(Protocol):
    """Five methods, so that another engine is a day's work."""

    def put(self, connection: Any, submission_id: str, priority: int, /) -> None:
        """Called inside the transaction that saves the submission, in its thread: both happen, or neither."""

    async def take(self) -> Claim | None:
        """The next claim, waiting for one if need be; None once the queue is closed."""

    async def renew(self, claims: Sequence[Claim], *, release: bool = False) -> None:
        """Keep these claims for another lease, or give them back."""

    async def reconcile(self) -> int:
        """At start: free what a process that died had claimed; how many."""

    def close(self) -> None:
        """No more claims: every `take` returns None. What is claimed may be finished."""
