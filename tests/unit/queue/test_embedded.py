from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest

from grader.model import Submission
from grader.queue.base import Claim
from grader.queue.embedded import EmbeddedQueue

pytestmark = pytest.mark.anyio
WORK = Submission(id="a" * 32, exercise="6.7", source="x = 1\n")


class Rows:
    """A store of which only the claimable rows matter."""

    def __init__(self) -> None:
        self.claimable: list[tuple[Submission, int]] = []
        self.asked = asyncio.Event()
        self.asks = 0
        self.renewed: list[tuple[Sequence[tuple[str, int]], float]] = []

    async def claim_next(self) -> tuple[Submission, int] | None:
        self.asked.set()
        self.asks += 1
        return self.claimable.pop(0) if self.claimable else None

    async def renew(self, claims: Sequence[tuple[str, int]], seconds: float) -> None:
        self.renewed.append((claims, seconds))

    async def expire_leases(self) -> int:
        return 3


async def test_an_idle_worker_is_woken_by_a_save_and_does_not_poll() -> None:
    rows = Rows()
    queue = EmbeddedQueue(rows, look_every_s=3600)
    taking = asyncio.create_task(queue.take())
    await rows.asked.wait()

    rows.claimable.append((WORK, 1))
    await asyncio.to_thread(queue.put, None, WORK.id, 0)  # as the store's writer thread does

    assert await taking == Claim(WORK, 1)


async def test_a_worker_that_was_woken_for_nothing_sleeps_again() -> None:
    rows = Rows()
    queue = EmbeddedQueue(rows, look_every_s=3600)
    taking = asyncio.create_task(queue.take())
    await rows.asked.wait()

    queue.put(None, WORK.id, 0)  # another worker was quicker
    for _ in range(50):
        await asyncio.sleep(0)
    queue.close()

    assert await taking is None
    assert rows.asks == 2


async def test_a_lease_that_ends_unseen_is_found_at_the_next_look() -> None:
    rows = Rows()
    queue = EmbeddedQueue(rows, look_every_s=0.01)
    taking = asyncio.create_task(queue.take())
    await rows.asked.wait()

    rows.claimable.append((WORK, 2))

    assert await taking == Claim(WORK, 2)


async def test_closing_ends_every_wait() -> None:
    rows = Rows()
    queue = EmbeddedQueue(rows, look_every_s=3600)
    taking = [asyncio.create_task(queue.take()) for _ in range(3)]
    await rows.asked.wait()

    queue.close()

    assert await asyncio.gather(*taking) == [None, None, None]
    rows.claimable.append((WORK, 1))
    assert await queue.take() is None


async def test_claims_are_kept_or_given_back() -> None:
    rows = Rows()
    queue = EmbeddedQueue(rows, lease_s=60)

    await queue.renew([Claim(WORK, 1)])
    await queue.renew([Claim(WORK, 1)], release=True)

    assert rows.renewed == [([(WORK.id, 1)], 60), ([(WORK.id, 1)], 0.0)]


async def test_reconciling_says_how_many_a_dead_process_left() -> None:
    assert await EmbeddedQueue(Rows()).reconcile() == 3
