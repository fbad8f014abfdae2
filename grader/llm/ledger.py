"""What was asked and answered, what it cost, and whether the model is trusted: one SQLite file that survives restarts.

It holds no submission, name or token: an answer's text, the criterion, the prompt and the reply.
"""

from __future__ import annotations

import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

SCHEMA = """
CREATE TABLE IF NOT EXISTS calls (
    id INTEGER PRIMARY KEY,
    day TEXT NOT NULL,
    at TEXT NOT NULL,
    key TEXT NOT NULL,
    exercise TEXT NOT NULL,
    item TEXT NOT NULL,
    canary TEXT NOT NULL,
    prompt TEXT NOT NULL,
    tokens INTEGER NOT NULL,
    reply TEXT,
    outcome TEXT NOT NULL,
    trusted INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX IF NOT EXISTS calls_by_day ON calls (day, tokens);
CREATE INDEX IF NOT EXISTS calls_by_key ON calls (key) WHERE trusted = 1;
CREATE TABLE IF NOT EXISTS suspension (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    since TEXT NOT NULL,
    why TEXT NOT NULL
) STRICT;
"""
KEEP_DAYS = 180  # of prompts and replies
MOST_TOKENS = 10**9  # of one call that are believed


@dataclass(frozen=True, slots=True)
class Asked:
    """One call, before it is made."""

    key: str  # of what is asked: the same question to the same model has the same key
    exercise: str
    item: str
    canary: str  # its name; empty for a learner's answer
    prompt: str
    tokens: int  # the most it is expected to cost


@dataclass(frozen=True, slots=True)
class Suspension:
    """Since when, in ISO 8601, and why the model is not asked."""

    since: str
    why: str


@dataclass(frozen=True, slots=True)
class Spent:
    """Of one day in UTC."""

    calls: int
    tokens: int


def now() -> datetime:
    return datetime.now(UTC)


class Ledger:
    """The file at `path`. Each method is one short transaction, from any thread or process."""

    def __init__(self, path: Path, *, keep_days: int = KEEP_DAYS, clock: Callable[[], datetime] = now) -> None:
        os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600))
        self._keep_days = keep_days
        self._clock = clock
        self._tidied = ""  # day of the last removal
        self._lock = threading.Lock()
        self._db = sqlite3.connect(path, check_same_thread=False, isolation_level=None, timeout=5.0)
        self._db.execute("PRAGMA journal_mode=WAL")
        self._db.executescript(SCHEMA)

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            self._db.close()

    def spent(self) -> Spent:
        """Today."""
        with self._writing() as db:
            return self._spent(db)

    def reserve(self, asked: Asked, calls: int, tokens: int) -> int | None:
        """The number of the call, entered as if it were made; None if a day's `calls` or `tokens` would be exceeded.

        Whatever ends the process afterwards, the call is counted.
        """
        with self._writing() as db:
            self._tidy(db)
            spent = self._spent(db)
            if spent.calls >= calls or spent.tokens + asked.tokens > tokens:
                return None
            at = self._clock()
            row = (at.date().isoformat(), at.isoformat(), asked.key, asked.exercise, asked.item, asked.canary,
                   storable(asked.prompt), asked.tokens)  # fmt: skip
            columns = "day, at, key, exercise, item, canary, prompt, tokens, outcome"
            done = db.execute(f"INSERT INTO calls ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 'asked')", row)  # noqa: S608
            return done.lastrowid

    def enter(self, call: int, *, outcome: str, reply: str | None = None, tokens: int | None = None) -> None:
        """What came of a call. `tokens`: what it cost, if that is known."""
        cost = None if tokens is None else max(0, min(tokens, MOST_TOKENS))
        text = None if reply is None else storable(reply)
        with self._writing() as db:
            db.execute(
                "UPDATE calls SET outcome = ?, reply = ?, tokens = coalesce(?, tokens) WHERE id = ?",
                (storable(outcome), text, cost, call),
            )

    def trust(self, calls: list[int]) -> None:
        """The replies to these calls may be used again: their canaries were right."""
        with self._writing() as db:
            db.executemany("UPDATE calls SET trusted = 1 WHERE id = ?", [(call,) for call in calls])

    def trusted(self, key: str) -> str | None:
        """The reply to the same question, if there is one to use again."""
        with self._writing() as db:
            row = db.execute("SELECT reply FROM calls WHERE key = ? AND trusted = 1 ORDER BY id", (key,)).fetchone()
        return row[0] if row else None

    def suspension(self) -> Suspension | None:
        """Whether, since when and why the model is not asked."""
        with self._writing() as db:
            row = db.execute("SELECT since, why FROM suspension").fetchone()
        return Suspension(*row) if row else None

    def suspend(self, why: str) -> None:
        """Until `resume`; the first reason stays."""
        with self._writing() as db:
            db.execute("INSERT OR IGNORE INTO suspension VALUES (1, ?, ?)", (self._clock().isoformat(), why))

    def resume(self) -> None:
        """Trust the model again, from its next canaries on."""
        with self._writing() as db:
            db.execute("DELETE FROM suspension")

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        with self._lock:
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def _spent(self, db: sqlite3.Connection) -> Spent:
        today = self._clock().date().isoformat()
        return Spent(
            *db.execute("SELECT count(*), coalesce(sum(tokens), 0) FROM calls WHERE day = ?", (today,)).fetchone()
        )

    def _tidy(self, db: sqlite3.Connection) -> None:
        today = self._clock().date()
        if self._tidied != today.isoformat():
            db.execute("DELETE FROM calls WHERE day < ?", ((today - timedelta(days=self._keep_days)).isoformat(),))
            self._tidied = today.isoformat()


def storable(text: str) -> str:
    """The text without halves of surrogate pairs, which no database takes."""
    return text.encode("utf-8", "replace").decode()
