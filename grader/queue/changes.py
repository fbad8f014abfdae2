"""Tells those who wait for a submission that something happened to it. They look at the row: this is only the bell."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager


class Watch:
    """One listener's view of one submission."""

    def __init__(self) -> None:
        self._rung = asyncio.Event()

    def ring(self) -> None:
        """Something happened."""
        self._rung.set()

    async def next(self, seconds: float) -> bool:
        """Wait for the next change since the last call; False after `seconds` without one."""
        try:
            async with asyncio.timeout(seconds):
                await self._rung.wait()
        except TimeoutError:
            return False
        self._rung.clear()
        return True


class Changes:
    """The listeners of this process, by submission id."""

    def __init__(self) -> None:
        self._watches: dict[str, set[Watch]] = {}

    def publish(self, submission_id: str) -> None:
        """Ring for everyone who watches this submission."""
        for watch in self._watches.get(submission_id, ()):
            watch.ring()

    @contextmanager
    def watch(self, submission_id: str) -> Iterator[Watch]:
        """Listen from now on. Begin before looking at the row, or a change in between is missed."""
        watch = Watch()
        self._watches.setdefault(submission_id, set()).add(watch)
        try:
            yield watch
        finally:
            listeners = self._watches[submission_id]
            listeners.discard(watch)
            if not listeners:
                del self._watches[submission_id]
