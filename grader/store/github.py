"""What GitHub asked for, kept until it is done: deliveries that were taken, and checks of commits.

A check is claimed like a submission is: each claim raises `attempt`, and every later write names its attempt, so that a
process that was frozen and came back changes nothing. `due_at` is the end of a claim's lease and of a delay alike.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Integer, bindparam, delete, func, insert, literal, select, update

from grader.store.sql import Database
from grader.store.tables import Instant, check_unfinished, github_check, github_delivery

APART = timedelta(seconds=2)  # a check waits so long for each unfinished one of its repository: no flood delays others
HEAD = "HEAD"  # `against` the default branch as it is when the check runs


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A check that an event asks for."""

    installation: int
    repository_id: int
    repository: str  # owner/name
    default_branch: str
    head_sha: str
    against: str  # commit that files must differ from to be graded; HEAD; or "" for every file
    again: bool = False  # somebody asked for it once more, though it may have been done


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A claimed check."""

    id: str
    installation: int
    repository_id: int
    repository: str
    default_branch: str
    head_sha: str
    against: str
    check_run: int | None
    attempt: int
    created_at: datetime


def _now() -> datetime:
    return datetime.now(UTC)


_FIELDS = tuple(Check.__dataclass_fields__)
_same_commit = (
    github_check.c.repository_id == bindparam("repository_id"),
    github_check.c.head_sha == bindparam("head_sha"),
)
LATEST = (
    select(github_check.c.run, github_check.c.against).where(*_same_commit).order_by(github_check.c.run.desc()).limit(1)
)
SEEN = select(github_delivery.c.id).where(
    (github_delivery.c.id == bindparam("delivery")) | (github_delivery.c.body_sha256 == bindparam("body_sha256"))
)
FORGET = delete(github_delivery).where(github_delivery.c.received_at < bindparam("before", type_=Instant))
_next_id = (
    select(github_check.c.id)
    .where(check_unfinished, github_check.c.due_at <= bindparam("now", type_=Instant))
    .order_by(github_check.c.due_at, github_check.c.id)
    .limit(1)
    .with_for_update(skip_locked=True)
    .scalar_subquery()
)
CLAIM = (
    update(github_check)
    .where(github_check.c.id == _next_id)
    .values(attempt=github_check.c.attempt + literal(1, Integer), due_at=bindparam("lease", type_=Instant))
    .returning(*(github_check.c[name] for name in _FIELDS))
)
_mine = (
    github_check.c.id == bindparam("check_id"),
    github_check.c.attempt == bindparam("claimed_attempt"),
    check_unfinished,
)
UNFINISHED = select(func.count()).where(check_unfinished, github_check.c.repository_id == bindparam("repository_id"))
NEXT_DUE = select(func.min(github_check.c.due_at, type_=Instant)).where(check_unfinished)


class GitHubLedger:
    """The tables above, for one installation of the service. Every write that returned is on disk."""

    def __init__(
        self, database: Database, *, lease_s: float, remember_s: float, clock: Callable[[], datetime] = _now
    ) -> None:
        self._database = database
        self._lease = timedelta(seconds=lease_s)
        self._remember = timedelta(seconds=remember_s)  # then a delivery's id and body are forgotten
        self._clock = clock

    async def receive(self, delivery: str, body_sha256: str, wanted: Wanted | None) -> bool:
        """Remember a delivery and, in the same transaction, the check that it asks for. False: it came before."""
        now = self._clock()
        seen = {"delivery": delivery, "body_sha256": body_sha256}

        def write(connection: Connection) -> bool:
            connection.execute(FORGET, {"before": now - self._remember})
            if connection.execute(SEEN, seen).first() is not None:
                return False
            row = {"id": delivery, "body_sha256": body_sha256, "received_at": now}
            connection.execute(insert(github_delivery), row)
            if wanted is not None:
                _want(connection, wanted, now)
            return True

        return await self._database.write(write)

    async def claim(self) -> Check | None:
        """Take the check that is due longest; nobody else can until its lease ends."""
        now = self._clock()
        times = {"now": now, "lease": now + self._lease}
        row = await self._database.write(lambda c: c.execute(CLAIM, times).one_or_none())
        return Check(**row._mapping) if row else None

    async def seconds_to_next(self) -> float | None:
        """Until a check is due; 0 if one is; None if there is none at all."""
        due: datetime | None = await self._database.read(lambda c: c.execute(NEXT_DUE).scalar_one())
        return None if due is None else max(0.0, (due - self._clock()).total_seconds())

    async def made(self, check: Check, check_run: int) -> None:
        """GitHub's id of the check run that stands for this check."""
        await self._change(check, check_run=check_run)

    async def renew(self, check: Check) -> None:
        """Keep a claim for another lease."""
        await self._change(check, due_at=self._clock() + self._lease)

    async def postpone(self, check: Check, seconds: float) -> None:
        """Give a claim back; it is due in `seconds`."""
        await self._change(check, due_at=self._clock() + timedelta(seconds=seconds))

    async def finish(self, check: Check) -> None:
        """There is nothing more to do for it."""
        await self._change(check, finished_at=self._clock())

    async def free(self) -> int:
        """At start, by a process that is alone: what a dead one had claimed, or put off, is due now; how many."""
        begun = update(github_check).where(check_unfinished, github_check.c.attempt > 0)
        values = begun.values(due_at=self._clock())
        return await self._database.write(lambda c: c.execute(values).rowcount)

    def age_s(self, check: Check) -> float:
        """Seconds since it was asked for."""
        return (self._clock() - check.created_at).total_seconds()

    async def _change(self, check: Check, **values: Any) -> None:
        statement = update(github_check).where(*_mine).values(**values)
        mine = {"check_id": check.id, "claimed_attempt": check.attempt}
        await self._database.write(lambda c: c.execute(statement, mine))


def _want(connection: Connection, wanted: Wanted, now: datetime) -> None:
    """A row for the check, unless there is one for this commit and nobody asks for it again."""
    commit = {"repository_id": wanted.repository_id, "head_sha": wanted.head_sha}
    latest = connection.execute(LATEST, commit).first()
    if latest is not None and not wanted.again:
        return
    waiting: int = connection.execute(UNFINISHED, commit).scalar_one()
    connection.execute(
        insert(github_check),
        {
            "id": secrets.token_hex(16),
            "installation": wanted.installation,
            "repository": wanted.repository,
            "default_branch": wanted.default_branch,
            "against": latest.against if latest else wanted.against,
            "run": latest.run + 1 if latest else 0,
            "attempt": 0,
            "due_at": now + waiting * APART,
            "created_at": now,
            **commit,
        },
    )
