"""Group commit: everything that waits to be written shares one transaction, and so one flush of the disk.

A durable commit costs a flush (about 1.3 ms, whatever is in it), and SQLite has one writer anyway. So one thread holds
the one writing connection: it takes whatever has been asked for meanwhile, runs it in one transaction, and each caller
hears of it only when that transaction is on disk. A caller sees what it would see if it wrote alone, only sooner.

A thread and a plain connection, not an async driver: that crosses threads four times a statement, and a save costs
1.5 ms of CPU instead of 0.5 (0.5 instead of 0.15 among 16 others), a read 1.8 ms instead of 0.05. With 32 requests at
once the whole service does 550 submissions a second with shared commits, and 250 with one commit each.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import Connection, Engine

T = TypeVar("T")
Statements: TypeAlias = Callable[[Connection], T]


@dataclass(slots=True)
class _Waiting:
    run: Statements[Any]
    answer: asyncio.Future[Any] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    value: Any = None
    error: Exception | None = None

    def deliver(self) -> None:
        if self.answer.done():  # its caller has gone
            return
        if self.error is not None:
            self.answer.set_exception(self.error)
        else:
            self.answer.set_result(self.value)


class GroupCommit:
    """The one writer of a database. `start` it before the first `write`."""

    def __init__(self, engine: Engine, most: int = 64) -> None:
        self._engine = engine
        self._most = most  # writes in one transaction: bounds how long the first one waits for the last
        self._waiting: deque[_Waiting] = deque()
        self._wake = asyncio.Event()
        self._closing = False
        self._thread = ThreadPoolExecutor(1, "store-writer")
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to take writes."""
        self._task = asyncio.create_task(self._serve(), name="group-commit")

    async def write(self, run: Statements[T]) -> T:
        """The value of `run(connection)` once its transaction is on disk; its exception if it failed.

        `run` is called in the writer's thread, and twice if another write of its transaction failed: so it must do
        nothing but write. It says no by its value; an exception costs its neighbours that second call.
        """
        if self._closing:
            raise RuntimeError("the store is closed")
        waiting = _Waiting(run)
        self._waiting.append(waiting)
        self._wake.set()
        value: T = await waiting.answer
        return value

    async def close(self) -> None:
        """Write what waits, then stop."""
        self._closing = True
        self._wake.set()
        if self._task is not None:
            await self._task
        self._thread.shutdown()

    async def _serve(self) -> None:
        loop = asyncio.get_running_loop()
        connection = await loop.run_in_executor(self._thread, self._engine.connect)
        try:
            while self._waiting or not self._closing:
                await self._wake.wait()
                self._wake.clear()
                while self._waiting:
                    for waiting in await loop.run_in_executor(self._thread, self._transact, connection):
                        waiting.deliver()
        finally:
            await loop.run_in_executor(self._thread, connection.close)

    def _transact(self, connection: Connection) -> list[_Waiting]:
        """Run what waits, and what is added meanwhile, in one transaction. In the writer's thread."""
        taken = [self._waiting.popleft()]
        try:
            with connection.begin():
                taken[0].value = taken[0].run(connection)
                while self._waiting and len(taken) < self._most:
                    taken.append(self._waiting.popleft())
                    taken[-1].value = taken[-1].run(connection)
        except Exception as error:
            if len(taken) == 1:
                taken[0].error = error  # its caller raises it
            else:
                for waiting in taken:
                    _alone(connection, waiting)
        return taken


def _alone(connection: Connection, waiting: _Waiting) -> None:
    """One bad write must not fail its neighbours, so each is run again by itself."""
    try:
        with connection.begin():
            waiting.value = waiting.run(connection)
    except Exception as error:
        waiting.error = error
