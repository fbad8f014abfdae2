"""The tables, for SQLite and PostgreSQL alike. A change here needs a migration; a test compares the two."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Dialect,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


class Instant(TypeDecorator[datetime]):
    """An aware datetime, kept as microseconds since 1970 UTC: SQLite would drop the zone, and integers sort."""

    impl = BigInteger
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> int | None:  # noqa: ARG002
        """Microseconds."""
        return None if value is None else (value - EPOCH) // MICROSECOND

    def process_result_value(self, value: Any | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002
        """In UTC."""
        return None if value is None else EPOCH + MICROSECOND * int(value)


metadata = MetaData()

token = Table(
    "token",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("label", String(100), nullable=False),
    Column("role", String(16), nullable=False),
    Column("sha256", String(64), nullable=False, unique=True),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant),
)

submission = Table(
    "submission",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("owner", String(32), ForeignKey("token.id"), nullable=False),
    Column("exercise", String(16), nullable=False),
    Column("exercise_version", String(64), nullable=False),
    Column("filename", String(255), nullable=False),
    Column("source", Text, nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("seed", BigInteger, nullable=False),  # secret: it makes the fresh cases
    Column("status", String(16), nullable=False),
    Column("attempt", Integer, nullable=False),  # fencing number: how often it was claimed
    Column("lease_until", Instant, nullable=False),  # claimable when over; 1970 for what was never claimed
    Column("priority", Integer, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("finished_at", Instant),
)

# "Not finished" is asked for at every claim and every save, and stays few among millions of finished rows.
unfinished = submission.c.finished_at.is_(None)
Index(
    "submission_unfinished_by_priority",
    submission.c.priority.desc(),
    submission.c.created_at,
    submission.c.id,
    sqlite_where=unfinished,
    postgresql_where=unfinished,
)
Index("submission_unfinished_by_owner", submission.c.owner, sqlite_where=unfinished, postgresql_where=unfinished)

result = Table(
    "result",
    metadata,
    Column("submission_id", String(32), ForeignKey("submission.id"), primary_key=True),
    Column("attempt", Integer, nullable=False),
    Column("report", Text, nullable=False),  # JSON, handed out as it is
    Column("created_at", Instant, nullable=False),
)

idempotency = Table(
    "idempotency",
    metadata,
    Column("owner", String(32), ForeignKey("token.id"), primary_key=True),
    Column("key", String(255), primary_key=True),
    Column("submission_id", String(32), ForeignKey("submission.id"), nullable=False),
    Column("fingerprint", String(64), nullable=False),  # of the work that the key stands for
    Column("created_at", Instant, nullable=False),
)

# A webhook delivery that was taken, so that it is never taken again; the body counts too, as only it is signed.
github_delivery = Table(
    "github_delivery",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("body_sha256", String(64), nullable=False, unique=True),
    Column("received_at", Instant, nullable=False, index=True),
)

# One check of one commit. `run` counts the times that somebody asked for it again.
github_check = Table(
    "github_check",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("installation", BigInteger, nullable=False),
    Column("repository_id", BigInteger, nullable=False),
    Column("repository", String(255), nullable=False),  # owner/name
    Column("default_branch", String(255), nullable=False),
    Column("head_sha", String(64), nullable=False),
    Column("against", String(64), nullable=False),  # a commit, HEAD of the default branch, or "": grade everything
    Column("run", Integer, nullable=False),
    Column("check_run", BigInteger),  # GitHub's id, once it is made
    Column("attempt", Integer, nullable=False),  # fencing number: how often it was claimed
    Column("due_at", Instant, nullable=False),  # claimable from then on: a lease and a delay in one
    Column("created_at", Instant, nullable=False),
    Column("finished_at", Instant),
    UniqueConstraint("repository_id", "head_sha", "run"),
)
check_unfinished = github_check.c.finished_at.is_(None)
Index(
    "github_check_unfinished_by_due",
    github_check.c.due_at,
    github_check.c.id,
    sqlite_where=check_unfinished,
    postgresql_where=check_unfinished,
)

# What the rubric engine said of one criterion of one submission. Only `revision` and `open` ever move.
decision = Table(
    "decision",
    metadata,
    Column("submission_id", String(32), ForeignKey("submission.id"), primary_key=True),
    Column("part", String(16), primary_key=True),
    Column("criterion", String(100), primary_key=True),
    Column("exercise", String(16), nullable=False),
    Column("rubric_version", String(64), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("layer", String(16), nullable=False),
    Column("verdict", String(16), nullable=False),
    Column("fraction", Float, nullable=False),  # of the criterion's points; for an unsure one what is suggested
    Column("confidence", Float, nullable=False),
    Column("reason", String(100), nullable=False),
    Column("flags", Text, nullable=False),  # JSON: why a person must look
    Column("evidence", Text, nullable=False),  # JSON: quoted spans of the answer
    Column("misconception", String(100)),
    Column("answer_hash", String(64), nullable=False),  # of the normalised answer: like answers are decided together
    Column("blind", Boolean, nullable=False),  # drawn to be graded again by a person
    Column("revision", Integer, nullable=False),  # how often a person decided; 0: the engine's word stands
    Column("open", Boolean, nullable=False),  # waits for a person
    Column("created_at", Instant, nullable=False),
)
waiting = decision.c.open.is_(True)
Index(
    "decision_open",
    decision.c.exercise,
    decision.c.part,
    decision.c.criterion,
    sqlite_where=waiting,
    postgresql_where=waiting,
)
# Earlier answers to the same criterion, and among them the same words.
Index("decision_by_answer", decision.c.exercise, decision.c.part, decision.c.criterion, decision.c.answer_hash)

# What people decided; the newest revision stands. Rows are only ever added.
staff_decision = Table(
    "staff_decision",
    metadata,
    Column("submission_id", String(32), primary_key=True),
    Column("part", String(16), primary_key=True),
    Column("criterion", String(100), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("who", String(32), ForeignKey("token.id"), nullable=False),
    Column("verdict", String(16), nullable=False),  # unsure: handed back to the queue
    Column("fraction", Float, nullable=False),
    Column("reason", Text, nullable=False),
    Column("replaced_verdict", String(16), nullable=False),
    Column("replaced_fraction", Float, nullable=False),
    Column("created_at", Instant, nullable=False),
    ForeignKeyConstraint(
        ["submission_id", "part", "criterion"], ["decision.submission_id", "decision.part", "decision.criterion"]
    ),
)

# Reports made again after a person decided; `result` keeps the first one. Rows are only ever added.
revised_report = Table(
    "revised_report",
    metadata,
    Column("submission_id", String(32), ForeignKey("submission.id"), primary_key=True),
    Column("revision", Integer, primary_key=True),
    Column("report", Text, nullable=False),
    Column("created_at", Instant, nullable=False),
)

# Who did what to whose work. The database itself refuses to change or delete a row.
audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Instant, nullable=False),
    Column("who", String(32), ForeignKey("token.id"), nullable=False),
    Column("action", String(32), nullable=False),
    Column("submission_id", String(32), ForeignKey("submission.id"), nullable=False, index=True),
    Column("detail", Text, nullable=False),  # JSON
)
