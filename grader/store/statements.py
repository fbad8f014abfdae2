"""The statements, built once. Each is named after what it asks."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, Integer, and_, bindparam, delete, func, insert, literal, select, update

from grader.store.base import Role, Status
from grader.store.tables import (
    EPOCH,
    Instant,
    decision,
    idempotency,
    result,
    revised_report,
    submission,
    token,
    unfinished,
)


def _instant(name: str) -> BindParameter[datetime]:
    return bindparam(name, type_=Instant)


# A new row, at the priority that is fair: everyone's first unfinished submission comes before anyone's second.
# No row comes back when the owner already has :pending_cap unfinished ones.
_pending = (
    select(func.count().label("n")).where(submission.c.owner == bindparam("owner"), unfinished).subquery("pending")
)
_new_values: dict[str, Any] = {
    **{c.name: bindparam(c.name, type_=c.type) for c in submission.columns},
    "status": literal(Status.QUEUED.value),
    "attempt": literal(0, Integer),
    "lease_until": literal(EPOCH, Instant),
    "priority": bindparam("base_priority", type_=Integer) - _pending.c.n,
}
del _new_values["finished_at"]
INSERT_SUBMISSION = (
    insert(submission)
    .from_select(
        list(_new_values),
        select(*_new_values.values())
        .select_from(_pending)
        .where(_pending.c.n < bindparam("pending_cap", type_=Integer)),
    )
    .returning(submission.c.priority)
)

# The submission an idempotency key stands for, while the key is young enough.
FIND_KEY = select(idempotency.c.submission_id, idempotency.c.fingerprint).where(
    idempotency.c.owner == bindparam("owner"),
    idempotency.c.key == bindparam("key"),
    idempotency.c.created_at > _instant("since"),
)
DELETE_OLD_KEYS = delete(idempotency).where(
    idempotency.c.owner == bindparam("owner"), idempotency.c.created_at <= _instant("since")
)
INSERT_KEY = insert(idempotency)

# A submission and its newest report, if there is one.
_newest_revision = (
    select(revised_report.c.report)
    .where(revised_report.c.submission_id == submission.c.id)
    .order_by(revised_report.c.revision.desc())
    .limit(1)
    .scalar_subquery()
)
GET_SUBMISSION = (
    select(
        *(submission.c[n] for n in ("id", "owner", "exercise", "exercise_version", "filename", "sha256")),
        *(submission.c[n] for n in ("status", "created_at", "finished_at")),
        func.coalesce(_newest_revision, result.c.report).label("report"),
    )
    .select_from(submission.outerjoin(result, result.c.submission_id == submission.c.id))
    .where(submission.c.id == bindparam("submission_id"))
)

# The most urgent row that nobody holds, taken. SKIP LOCKED where there is such a thing: no worker waits for another.
_next_id = (
    select(submission.c.id)
    .where(unfinished, submission.c.lease_until <= _instant("now"))
    .order_by(submission.c.priority.desc(), submission.c.created_at, submission.c.id)
    .limit(1)
    .with_for_update(skip_locked=True)
    .scalar_subquery()
)
CLAIM_NEXT = (
    update(submission)
    .where(submission.c.id == _next_id)
    .values(
        status=literal(Status.RUNNING.value),
        attempt=submission.c.attempt + literal(1, Integer),
        lease_until=_instant("new_lease"),
    )
    .returning(*(submission.c[n] for n in ("id", "exercise", "source", "filename", "seed", "attempt")))
)

_mine = and_(
    submission.c.id == bindparam("submission_id"), submission.c.attempt == bindparam("claimed_attempt"), unfinished
)
RENEW = update(submission).where(_mine).values(lease_until=_instant("new_lease"))
FINISH = (
    update(submission)
    .where(_mine)
    .values(status=literal(Status.DONE.value), finished_at=_instant("now"))
    .returning(submission.c.id)
)
INSERT_RESULT = insert(result)
INSERT_DECISION = insert(decision)

# Every row that some dead process had claimed.
EXPIRE_LEASES = (
    update(submission).where(unfinished, submission.c.lease_until > literal(EPOCH, Instant)).values(lease_until=EPOCH)
)

BACKLOG = (
    select(submission.c.status, func.count(), func.min(submission.c.created_at, type_=Instant))
    .where(unfinished)
    .group_by(submission.c.status)
)

INSERT_TOKEN = insert(token)
FIND_TOKEN = select(token).where(token.c.sha256 == bindparam("sha256"))
FIND_OWNER_TOKEN = select(token).where(token.c.role == literal(Role.OWNER.value))
REPLACE_TOKEN = update(token).where(token.c.id == bindparam("token_id")).values(sha256=bindparam("new_sha256"))
