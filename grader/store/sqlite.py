"""The embedded default: one SQLite file, one writing connection in a thread, one reading connection.

WAL with synchronous=FULL: an acknowledged submission survives a power cut. Writers say BEGIN IMMEDIATE: a plain BEGIN
that reads first and writes later fails with "database is locked" half of the time, whatever the busy timeout. A read is
one statement by primary key or on a small index, never waits for the writer, and takes about 0.05 ms: less than handing
it to a thread, so reads run where they are asked for. The file must not lie on a network file system: WAL needs
shared memory.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.pool import NullPool

from grader.store.commits import GroupCommit, Statements
from grader.store.migrate import migrate
from grader.store.sql import SqlStore

T = TypeVar("T")
PRAGMAS = ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000")  # milliseconds


def engine_for(path: Path) -> Engine:
    """An engine whose transactions are immediate and durable."""
    # Each connection is made once and kept by one of the two users below, in the thread that uses it.
    engine = create_engine(f"sqlite:///{path}", poolclass=NullPool, connect_args={"check_same_thread": False})
    event.listen(engine, "connect", _prepare)
    event.listen(engine, "begin", _begin_immediate)
    return engine


def _prepare(dbapi_connection: Any, _record: Any) -> None:
    dbapi_connection.isolation_level = None  # else the driver opens transactions of its own
    for pragma in PRAGMAS:
        dbapi_connection.execute(f"PRAGMA {pragma}")


def _begin_immediate(connection: Connection) -> None:
    if connection.get_execution_options().get("isolation_level") != "AUTOCOMMIT":
        connection.exec_driver_sql("BEGIN IMMEDIATE")


class SqliteDatabase:
    """A `Database` (see sql.py)."""

    def __init__(self, engine: Engine) -> None:
        self._reader = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        self._writer = GroupCommit(engine)
        self._writer.start()

    async def read(self, run: Statements[T]) -> T:
        """See sql.py."""
        return run(self._reader)

    async def write(self, run: Statements[T]) -> T:
        """See sql.py."""
        return await self._writer.write(run)

    async def close(self) -> None:
        """See sql.py."""
        await self._writer.close()
        self._reader.close()


async def open_sqlite(path: Path, **options: Any) -> SqlStore:
    """The store in the file at `path`, made or brought up to date. `options` are those of SqlStore."""
    engine = engine_for(path)
    migrate(engine)
    return SqlStore(SqliteDatabase(engine), **options)
