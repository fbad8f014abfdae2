"""The store in SQL, for any database that SQLAlchemy reaches; how it reads and commits is the caller's choice."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol, TypeVar

from sqlalchemy import Connection, Executable, Row

from grader.model import Submission
from grader.store import statements
from grader.store.base import Backlog, Enqueue, NewSubmission, Refused, Role, Saved, Status, Stored, Token
from grader.store.commits import Statements
from grader.store.review_rows import decision_row
from grader.store.reviews import NewDecision

T = TypeVar("T")


class Database(Protocol):
    """Where the statements run."""

    async def read(self, run: Statements[T]) -> T:
        """The value of `run(connection)`; each of its statements stands alone."""

    async def write(self, run: Statements[T]) -> T:
        """The value of `run(connection)`, once its transaction is on disk."""

    async def close(self) -> None:
        """Write what waits, then let go."""


def _now() -> datetime:
    return datetime.now(UTC)


class SqlStore:
    """A `Store`; base.py says what each method does."""

    def __init__(
        self,
        database: Database,
        *,
        lease_s: float = 60.0,
        pending_cap: int = 10_000,
        idempotency_s: float = 86_400.0,
        clock: Callable[[], datetime] = _now,
    ) -> None:
        self._database = database
        self._lease = timedelta(seconds=lease_s)
        self._pending_cap = pending_cap  # unfinished submissions of one owner; one more is refused
        self._key_age = timedelta(seconds=idempotency_s)
        self._clock = clock

    @property
    def database(self) -> Database:
        """Where this store's statements run, for the ledgers that share its file."""
        return self._database

    async def save(self, new: NewSubmission, enqueue: Enqueue) -> Saved | Refused:
        """See base.py."""
        row = _row_of(new, self._clock(), self._pending_cap)
        work = hashlib.sha256(f"{row['exercise']}\0{row['sha256']}".encode()).hexdigest()
        key = {
            "owner": new.owner,
            "key": new.idempotency_key,
            "submission_id": row["id"],
            "fingerprint": work,
            "created_at": row["created_at"],
        }

        def write(connection: Connection) -> Saved | Refused:
            known = self._known(connection, key) if new.idempotency_key is not None else None
            if known is not None:
                return known
            priority = connection.execute(statements.INSERT_SUBMISSION, row).scalar_one_or_none()
            if priority is None:
                return Refused.TOO_MANY_PENDING
            if new.idempotency_key is not None:
                connection.execute(statements.INSERT_KEY, key)
            enqueue(connection, row["id"], priority)
            return Saved(row["id"], created=True)

        return await self._database.write(write)

    def _known(self, connection: Connection, key: dict[str, Any]) -> Saved | Refused | None:
        wanted = {"owner": key["owner"], "key": key["key"], "since": key["created_at"] - self._key_age}
        connection.execute(statements.DELETE_OLD_KEYS, wanted)
        found = connection.execute(statements.FIND_KEY, wanted).one_or_none()
        if found is None:
            return None
        return (
            Saved(found.submission_id, created=False) if found.fingerprint == key["fingerprint"] else Refused.KEY_REUSED
        )

    async def get(self, submission_id: str) -> Stored | None:
        """See base.py."""
        row = await self._first(statements.GET_SUBMISSION, submission_id=submission_id)
        return Stored(**{**row._mapping, "status": Status(row.status)}) if row else None

    async def claim_next(self) -> tuple[Submission, int] | None:
        """See base.py."""
        now = self._clock()
        times = {"now": now, "new_lease": now + self._lease}
        row = await self._database.write(lambda c: c.execute(statements.CLAIM_NEXT, times).one_or_none())
        if row is None:
            return None
        fields = dict(row._mapping)
        attempt: int = fields.pop("attempt")
        return Submission(**fields), attempt

    async def renew(self, claims: Sequence[tuple[str, int]], seconds: float) -> None:
        """See base.py."""
        until = self._clock() + timedelta(seconds=seconds)
        rows = [{"submission_id": i, "claimed_attempt": attempt, "new_lease": until} for i, attempt in claims]
        if rows:
            await self._database.write(lambda c: [c.execute(statements.RENEW, row) for row in rows])

    async def finish(
        self, submission_id: str, attempt: int, report: str, decisions: Sequence[NewDecision] = ()
    ) -> bool:
        """See base.py."""
        now = self._clock()
        mine = {"submission_id": submission_id, "claimed_attempt": attempt, "now": now}
        row = {"submission_id": submission_id, "attempt": attempt, "report": report, "created_at": now}
        made = [decision_row(submission_id, each, now) for each in decisions]

        def write(connection: Connection) -> bool:
            if connection.execute(statements.FINISH, mine).first() is None:
                return False
            connection.execute(statements.INSERT_RESULT, row)
            if made:
                connection.execute(statements.INSERT_DECISION, made)
            return True

        return await self._database.write(write)

    async def expire_leases(self) -> int:
        """See base.py."""
        return await self._database.write(lambda c: c.execute(statements.EXPIRE_LEASES).rowcount)

    async def backlog(self) -> Backlog:
        """See base.py."""
        rows = await self._database.read(lambda c: c.execute(statements.BACKLOG).all())
        counts = {status: count for status, count, _ in rows}
        oldest = min((created for _, _, created in rows), default=None)
        return Backlog(counts.get(Status.QUEUED, 0), counts.get(Status.RUNNING, 0), oldest)

    async def add_token(self, token: Token) -> None:
        """See base.py."""
        row = {name: getattr(token, name) for name in Token.__dataclass_fields__} | {"role": token.role.value}
        await self._database.write(lambda c: c.execute(statements.INSERT_TOKEN, row))

    async def token(self, sha256: str) -> Token | None:
        """See base.py."""
        return _token_of(await self._first(statements.FIND_TOKEN, sha256=sha256))

    async def owner_token(self) -> Token | None:
        """See base.py."""
        return _token_of(await self._first(statements.FIND_OWNER_TOKEN))

    async def replace_token(self, token_id: str, sha256: str) -> None:
        """See base.py."""
        values = {"token_id": token_id, "new_sha256": sha256}
        await self._database.write(lambda c: c.execute(statements.REPLACE_TOKEN, values))

    async def ping(self) -> None:
        """See base.py."""
        await self.get("")

    async def close(self) -> None:
        """See base.py."""
        await self._database.close()

    async def _first(self, statement: Executable, **values: Any) -> Row[Any] | None:
        return await self._database.read(lambda c: c.execute(statement, values).first())


def _token_of(row: Row[Any] | None) -> Token | None:
    return Token(**{**row._mapping, "role": Role(row.role)}) if row else None


def _row_of(new: NewSubmission, now: datetime, pending_cap: int) -> dict[str, Any]:
    work = new.submission
    return {
        "id": work.id,
        "owner": new.owner,
        "exercise": work.exercise,
        "exercise_version": new.exercise_version,
        "filename": work.filename,
        "source": work.source,
        "sha256": hashlib.sha256(work.source.encode()).hexdigest(),
        "seed": work.seed,
        "created_at": now,
        "base_priority": 0,
        "pending_cap": pending_cap,
    }
