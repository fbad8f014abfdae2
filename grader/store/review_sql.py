"""The review in SQL, beside the store and in its database."""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Sequence
from datetime import UTC, datetime
from typing import Any, Protocol, TypeVar

from sqlalchemy import ColumnElement, Connection, case, func, insert, literal, select, update

from grader.store.commits import Statements
from grader.store.review_rows import LIKE, NEWEST, STAFF, STANDING, staff_from, standing_from, standing_of
from grader.store.reviews import (
    UNSURE,
    Choice,
    Conflict,
    Decided,
    Entry,
    Filter,
    Label,
    Like,
    NewDecision,
    Pair,
    Remake,
    ReportRevision,
    StaffDecision,
    Standing,
    Target,
    Unknown,
    Work,
)
from grader.store.tables import audit, decision, result, revised_report, staff_decision, submission, token

T = TypeVar("T")


class Database(Protocol):
    """Where the statements run; see sql.py."""

    async def read(self, run: Statements[T]) -> T:
        """The value of `run(connection)`."""

    async def write(self, run: Statements[T]) -> T:
        """The value of `run(connection)`, once its transaction is on disk."""


def _now() -> datetime:
    return datetime.now(UTC)


class SqlReviews:
    """A `Reviews`; reviews.py says what each method does."""

    def __init__(self, database: Database, *, clock: Callable[[], datetime] = _now) -> None:
        self._database = database
        self._clock = clock

    async def groups(self, wanted: Filter, *, limit: int, skip: int) -> list[Like]:
        """See reviews.py."""
        shown = func.max(case((decision.c.blind, 0.0), else_=decision.c.confidence))  # blind ones have no order
        count = func.count().label("count")
        asked = (
            select(*LIKE, count)
            .where(*_open(wanted))
            .group_by(*LIKE)
            .order_by(*LIKE[:3], count.desc(), decision.c.blind, shown.desc(), decision.c.answer_hash)
            .limit(limit)
            .offset(skip)
        )
        rows = await self._database.read(lambda c: c.execute(asked).all())
        return [Like(**row._mapping) for row in rows]

    async def count_groups(self, wanted: Filter) -> int:
        """See reviews.py."""
        groups = select(*LIKE).where(*_open(wanted)).distinct().subquery()
        return await self._database.read(lambda c: c.execute(select(func.count()).select_from(groups)).scalar_one())

    async def members(self, group: Like, *, limit: int) -> list[Standing]:
        """See reviews.py."""
        wanted = [column == getattr(group, column.name) for column in LIKE]
        asked = (
            STANDING.where(decision.c.open.is_(True), *wanted)
            .order_by(decision.c.created_at, decision.c.submission_id)
            .limit(limit)
        )
        return await self._database.read(lambda c: [standing_from(row) for row in c.execute(asked).all()])

    async def count_waiting(self) -> int:
        """See reviews.py."""
        asked = select(func.count()).select_from(decision).where(decision.c.open.is_(True))
        return await self._database.read(lambda c: c.execute(asked).scalar_one())

    async def standing(self, submission_id: str) -> list[Standing]:
        """See reviews.py."""
        return await self._database.read(lambda c: standing_of(c, submission_id))

    async def history(self, submission_id: str) -> list[tuple[str, StaffDecision]]:
        """See reviews.py."""
        asked = (
            select(staff_decision.c.part, staff_decision.c.criterion, *STAFF.values())
            .where(staff_decision.c.submission_id == submission_id)
            .order_by(staff_decision.c.created_at, *(staff_decision.c[n] for n in ("part", "criterion", "revision")))
        )
        rows = await self._database.read(lambda c: c.execute(asked).all())
        return [(f"{row.part}/{row.criterion}", staff_from(row)) for row in rows]

    async def works(self, submission_ids: Collection[str]) -> dict[str, Work]:
        """See reviews.py."""
        columns = (submission.c.id, submission.c.exercise, submission.c.source)
        asked = select(*columns).where(submission.c.id.in_(sorted(submission_ids)))
        rows = await self._database.read(lambda c: c.execute(asked).all())
        return {row.id: Work(row.exercise, row.source) for row in rows}

    async def same(self, made: NewDecision) -> set[float]:
        """See reviews.py."""
        asked = (
            select(staff_decision.c.fraction)
            .select_from(decision.join(staff_decision, NEWEST))
            .where(
                *_of(made.exercise, made.part, made.criterion),
                decision.c.answer_hash == made.answer_hash,
                decision.c.rubric_version == made.rubric_version,
                staff_decision.c.verdict != UNSURE,
            )
            .distinct()
        )
        return set(await self._database.read(lambda c: c.execute(asked).scalars().all()))

    async def labels(
        self, exercise: str | None = None, part: str | None = None, criterion: str | None = None, *, limit: int
    ) -> list[Label]:
        """See reviews.py."""
        columns = (decision.c.exercise, decision.c.part, decision.c.criterion, decision.c.answer_hash)
        asked = (
            select(*columns, submission.c.source, staff_decision.c.fraction)
            .select_from(
                decision.join(staff_decision, NEWEST).join(submission, submission.c.id == decision.c.submission_id)
            )
            .where(*_of(exercise, part, criterion), staff_decision.c.verdict != UNSURE)
            .order_by(staff_decision.c.created_at.desc())
            .limit(limit)
        )
        rows = await self._database.read(lambda c: c.execute(asked).all())
        return [Label(**row._mapping) for row in rows]

    async def pairs(self) -> list[Pair]:
        """See reviews.py."""
        kinds = [decision.c[n] for n in ("exercise", "part", "criterion", "layer", "blind", "verdict")]
        gave = [decision.c.fraction.label("machine"), staff_decision.c.fraction.label("person")]
        asked = (
            select(*kinds, *gave, func.count().label("count"))
            .select_from(decision.join(staff_decision, NEWEST))
            .where(staff_decision.c.verdict != UNSURE)
            .group_by(*kinds, *gave)
        )
        rows = await self._database.read(lambda c: c.execute(asked).all())
        return [Pair(**row._mapping) for row in rows]

    async def decide(self, choice: Choice, targets: Sequence[Target], remake: Remake) -> Decided | Conflict | Unknown:
        """See reviews.py."""
        now = self._clock()
        wanted = {target.key: target for target in sorted(targets, key=lambda each: each.key)}

        def write(connection: Connection) -> Decided | Conflict | Unknown:
            found = {}
            for submission_id in sorted({target.submission_id for target in targets}):
                for each in standing_of(connection, submission_id, lock=True):
                    found[each.submission_id, each.made.part, each.made.criterion] = each
            if missing := tuple(target for key, target in wanted.items() if key not in found):
                return Unknown(missing)
            repeated = [key for key, target in wanted.items() if _is(found[key], target, choice)]
            fresh = {key: target for key, target in wanted.items() if key not in repeated}
            late = tuple(found[key] for key, target in fresh.items() if found[key].revision != target.revision)
            if late:
                return Conflict(late)
            for key in fresh:
                _write_choice(connection, choice, found[key], now)
            for submission_id in sorted({target.submission_id for target in fresh.values()}):
                _write_report(connection, choice, submission_id, remake, now)
            return Decided(len(fresh), len(repeated))

        return await self._database.write(write)

    async def reports(self, submission_id: str) -> list[ReportRevision]:
        """See reviews.py."""
        first = select(literal(0).label("revision"), result.c.created_at, result.c.report).where(
            result.c.submission_id == submission_id
        )
        later = (
            select(revised_report.c.revision, revised_report.c.created_at, revised_report.c.report)
            .where(revised_report.c.submission_id == submission_id)
            .order_by(revised_report.c.revision)
        )
        rows = await self._database.read(lambda c: [*c.execute(first).all(), *c.execute(later).all()])
        return [ReportRevision(**row._mapping) for row in rows]

    async def audit(self, submission_id: str | None, after: int, limit: int) -> list[Entry]:
        """See reviews.py."""
        of_one = [] if submission_id is None else [audit.c.submission_id == submission_id]
        asked = (
            select(audit, token.c.label)
            .select_from(audit.join(token, token.c.id == audit.c.who))
            .where(audit.c.id > after, *of_one)
            .order_by(audit.c.id)
            .limit(limit)
        )
        rows = await self._database.read(lambda c: c.execute(asked).all())
        return [Entry(**row._mapping) for row in rows]


def _open(wanted: Filter) -> list[ColumnElement[bool]]:
    found = [decision.c.open.is_(True), *_of(wanted.exercise, wanted.part, wanted.criterion)]
    if wanted.least is not None or wanted.most is not None:
        found.append(decision.c.blind.is_(False))
    if wanted.least is not None:
        found.append(decision.c.confidence >= wanted.least)
    if wanted.most is not None:
        found.append(decision.c.confidence <= wanted.most)
    return found


def _of(exercise: str | None, part: str | None, criterion: str | None) -> list[ColumnElement[bool]]:
    given = {"exercise": exercise, "part": part, "criterion": criterion}
    return [decision.c[name] == value for name, value in given.items() if value is not None]


def _is(standing: Standing, target: Target, choice: Choice) -> bool:
    """Whether this very choice stands already: the answer to it was lost, and it is sent again."""
    staff = standing.staff
    return (
        staff is not None
        and staff.revision == target.revision + 1
        and (staff.who, staff.verdict, staff.fraction, staff.reason)
        == (choice.who, choice.verdict, choice.fraction, choice.reason)
    )


def _write_choice(connection: Connection, choice: Choice, old: Standing, now: datetime) -> None:
    key = {"submission_id": old.submission_id, "part": old.made.part, "criterion": old.made.criterion}
    said = {"verdict": choice.verdict, "fraction": choice.fraction, "reason": choice.reason}
    replaced = {"replaced_verdict": old.verdict, "replaced_fraction": old.fraction}
    row = {**key, **said, **replaced, "revision": old.revision + 1, "who": choice.who, "created_at": now}
    connection.execute(insert(staff_decision), row)
    connection.execute(
        update(decision)
        .where(*(decision.c[name] == value for name, value in key.items()))
        .values(revision=old.revision + 1, open=choice.verdict == UNSURE)
    )
    detail = {"item": old.made.item, **said, **replaced, "revision": old.revision + 1, "blind": old.made.blind}
    action = "criterion.reopened" if choice.verdict == UNSURE else "criterion.decided"
    _log(connection, choice.who, action, old.submission_id, detail, now)


def _write_report(connection: Connection, choice: Choice, submission_id: str, remake: Remake, now: datetime) -> None:
    mine = revised_report.c.submission_id == submission_id
    first: str = connection.execute(select(result.c.report).where(result.c.submission_id == submission_id)).scalar_one()
    last = connection.execute(
        select(revised_report.c.revision, revised_report.c.report)
        .where(mine)
        .order_by(revised_report.c.revision.desc())
        .limit(1)
    ).first()
    report = remake(first, standing_of(connection, submission_id))
    before, revision = (last.report, last.revision) if last is not None else (first, 0)
    row = {"submission_id": submission_id, "revision": revision + 1, "report": report, "created_at": now}
    connection.execute(insert(revised_report), row)
    detail = {"revision": revision + 1, "from": _grade(before), "to": _grade(report)}
    _log(connection, choice.who, "report.revised", submission_id, detail, now)


def _grade(report: str) -> dict[str, Any]:
    document = json.loads(report)
    return {name: document[name] for name in ("status", "score")}


def _log(
    connection: Connection, who: str, action: str, submission_id: str, detail: dict[str, Any], now: datetime
) -> None:
    text = json.dumps(detail, ensure_ascii=False)
    row = {"at": now, "who": who, "action": action, "submission_id": submission_id, "detail": text}
    connection.execute(insert(audit), row)
