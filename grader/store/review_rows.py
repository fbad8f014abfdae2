"""Rows of the review and the values they stand for."""

from __future__ import annotations

import json
from dataclasses import fields
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, select

from grader.store.reviews import UNSURE, NewDecision, StaffDecision, Standing
from grader.store.tables import decision, staff_decision

# A criterion with the newest word of a person on it, if there is one.
_KEY = ("submission_id", "part", "criterion")
NEWEST = and_(*(staff_decision.c[n] == decision.c[n] for n in (*_KEY, "revision")))
STAFF = {f.name: staff_decision.c[f.name].label(f"staff_{f.name}") for f in fields(StaffDecision)}
LIKE = tuple(decision.c[n] for n in ("exercise", "part", "criterion", "rubric_version", "answer_hash", "blind"))
STANDING = select(decision, *STAFF.values()).select_from(decision.outerjoin(staff_decision, NEWEST))


def decision_row(submission_id: str, made: NewDecision, now: datetime) -> dict[str, Any]:
    """The row of a decision that was just made."""
    return {
        **{f.name: getattr(made, f.name) for f in fields(NewDecision)},
        "flags": json.dumps(made.flags),
        "evidence": json.dumps([dict(quote) for quote in made.evidence], ensure_ascii=False),
        "submission_id": submission_id,
        "revision": 0,
        "open": made.verdict == UNSURE or made.blind,
        "created_at": now,
    }


def standing_of(connection: Connection, submission_id: str, *, lock: bool = False) -> list[Standing]:
    asked = STANDING.where(decision.c.submission_id == submission_id).order_by(decision.c.part, decision.c.criterion)
    if lock:  # where writers run side by side; SQLite has one at a time
        asked = asked.with_for_update(of=decision)
    return [standing_from(row) for row in connection.execute(asked).all()]


def standing_from(row: Row[Any]) -> Standing:
    made = {f.name: getattr(row, f.name) for f in fields(NewDecision)}
    made |= {"flags": tuple(json.loads(row.flags)), "evidence": tuple(json.loads(row.evidence))}
    return Standing(
        submission_id=row.submission_id,
        made=NewDecision(**made),
        revision=row.revision,
        open=row.open,
        created_at=row.created_at,
        staff=staff_from(row) if row.staff_revision is not None else None,
    )


def staff_from(row: Row[Any]) -> StaffDecision:
    return StaffDecision(**{name: getattr(row, f"staff_{name}") for name in STAFF})
