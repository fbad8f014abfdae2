"""The queue inside the service's own process: the rows themselves, and an event that wakes idle workers."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any, Protocol

from grader.model import Submission
from grader.queue.base import Claim


class Ledger(Protocol):
    """What this queue needs of the store."""

    async def claim_next(self) -> tuple[Submission, int] | None:
        """The most urgent submission that nobody holds, and its attempt."""

    async def renew(self, claims: Sequence[tuple[str, int]], seconds: float) -> None:
        """Let these leases end `seconds` from now."""

    async def expire_leases(self) -> int:
        """Free every claim; how many."""


class EmbeddedQueue:
    """A `Queue` (see base.py). For one process: `reconcile` takes every claim for a dead one's."""

    def __init__(self, ledger: Ledger, *, lease_s: float = 60.0, look_every_s: float = 5.0) -> None:
        self._ledger = ledger
        self._lease_s = lease_s
        self._look_every_s = look_every_s  # idle workers look this often for leases that have ended unseen
        self._loop = asyncio.get_running_loop()
        self._wake = asyncio.Event()
        self._closed = False

    def put(self, _connection: Any, _submission_id: str, _priority: int) -> None:
        """The row is the entry; a worker that wakes now claims through the same single writer, so after this save."""
        self._loop.call_soon_threadsafe(self._wake.set)

    async def take(self) -> Claim | None:
        """See base.py."""
        while not self._closed:
            self._wake.clear()
            claimed = await self._ledger.claim_next()
            if claimed is not None:
                return Claim(*claimed)
            await self._woken()
        return None

    async def _woken(self) -> None:
        try:
            async with asyncio.timeout(self._look_every_s):
                await self._wake.wait()
        except TimeoutError:
            return

    async def renew(self, claims: Sequence[Claim], *, release: bool = False) -> None:
        """See base.py."""
        await self._ledger.renew([claim.key for claim in claims], 0.0 if release else self._lease_s)
        if release:
            self._wake.set()

    async def reconcile(self) -> int:
        """See base.py."""
        freed = await self._ledger.expire_leases()
        self._wake.set()
        return freed

    def close(self) -> None:
        """See base.py."""
        self._closed = True
        self._wake.set()
