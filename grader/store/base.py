"""The seam of the store: what every database must do for us.

The submission row is the truth. A row is written once; afterwards only `status`, `attempt` and `lease_until` move,
and `status` only forward: queued -> running -> done (`cancelled` is reserved). A row that is not finished and whose
lease is over may be claimed; each claim raises `attempt`, and every later write names its attempt, so that a worker
that was frozen and came back cannot write over the one that replaced it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol, TypeAlias

from grader.model import Submission
from grader.store.reviews import NewDecision

# Called inside the transaction that saves a submission, in its thread: (connection, submission id, priority).
# The connection is the database library's own object, so that an engine can enqueue in the same transaction.
Enqueue: TypeAlias = Callable[[Any, str, int], None]


class Status(StrEnum):
    """Where a submission is. It never moves back."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    CANCELLED = "cancelled"


class Role(StrEnum):
    """Whose token it is."""

    OWNER = "owner"  # of this installation
    STUDENT = "student"


@dataclass(frozen=True, slots=True, kw_only=True)
class Token:
    """An API token as it is kept: never the secret itself."""

    id: str
    label: str
    role: Role
    sha256: str  # hex, of the whole token
    created_at: datetime
    expires_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSubmission:
    """What the door lets in. `submission.id` and `.seed` were drawn by the server."""

    submission: Submission
    owner: str  # token id
    exercise_version: str
    idempotency_key: str | None = None


@dataclass(frozen=True, slots=True)
class Saved:
    """The answer to a save: the submission that now stands for the request."""

    id: str
    created: bool  # False: this idempotency key had already made `id`


class Refused(StrEnum):
    """Why a submission was not saved."""

    TOO_MANY_PENDING = "too_many_pending"
    KEY_REUSED = "key_reused"  # the idempotency key stands for another piece of work


@dataclass(frozen=True, slots=True, kw_only=True)
class Stored:
    """A submission as its owner may see it: no seed, no lease."""

    id: str
    owner: str
    exercise: str
    exercise_version: str
    filename: str
    sha256: str
    status: Status
    created_at: datetime
    finished_at: datetime | None
    report: str | None  # JSON text, schema grader/report/v1


@dataclass(frozen=True, slots=True)
class Backlog:
    """How much is not finished. `oldest` is when the longest waiting one came in."""

    queued: int
    running: int
    oldest: datetime | None


class Store(Protocol):
    """One installation's database. Every write that returned is on disk."""

    async def save(self, new: NewSubmission, enqueue: Enqueue) -> Saved | Refused:
        """Write the row and call `enqueue` in one transaction."""

    async def get(self, submission_id: str) -> Stored | None:
        """The submission with its report, if it has one."""

    async def claim_next(self) -> tuple[Submission, int] | None:
        """Take the most urgent row that nobody holds: (submission, attempt), now running and leased."""

    async def renew(self, claims: Sequence[tuple[str, int]], seconds: float) -> None:
        """Let these (id, attempt) leases end `seconds` from now; 0 gives them back."""

    async def finish(
        self, submission_id: str, attempt: int, report: str, decisions: Sequence[NewDecision] = ()
    ) -> bool:
        """Write the report and what it decided. False: another attempt has taken over; nothing was written."""

    async def expire_leases(self) -> int:
        """Free every running row, whoever holds it; how many. Only for a process that knows it is alone."""

    async def backlog(self) -> Backlog:
        """Counts of what is not finished."""

    async def add_token(self, token: Token) -> None:
        """Keep a token."""

    async def token(self, sha256: str) -> Token | None:
        """The token with this hash, expired or not."""

    async def owner_token(self) -> Token | None:
        """The installation's own token."""

    async def replace_token(self, token_id: str, sha256: str) -> None:
        """Give a token another secret; everything it owns stays its own."""

    async def ping(self) -> None:
        """Raises if the database does not answer."""

    async def close(self) -> None:
        """Finish what is being written and let go."""
