from __future__ import annotations

from dataclasses import replace

import pytest

from grader.store.github import HEAD, GitHubLedger, Wanted
from grader.store.sql import SqlStore
from grader.testing import Clock

pytestmark = pytest.mark.anyio
WANTED = Wanted(
    installation=1, repository_id=2, repository="course/ada", default_branch="main", head_sha="a" * 40, against=HEAD
)


@pytest.fixture
async def ledger(store: SqlStore, clock: Clock) -> GitHubLedger:
    return GitHubLedger(store.database, lease_s=60, remember_s=1000, clock=clock)


async def test_a_delivery_and_its_check_are_stored_together_and_once(ledger: GitHubLedger) -> None:
    assert await ledger.receive("d1", "b1", WANTED)
    assert not await ledger.receive("d1", "b2", replace(WANTED, again=True))
    assert not await ledger.receive("d2", "b1", replace(WANTED, again=True))
    assert await ledger.receive("d3", "b3", WANTED)  # another event about the same commit

    assert await ledger.claim() is not None
    assert await ledger.claim() is None


async def test_a_delivery_is_known_for_as_long_as_it_is_remembered(ledger: GitHubLedger, clock: Clock) -> None:
    assert await ledger.receive("d1", "b1", None)
    clock.advance(999)
    assert not await ledger.receive("d1", "b1", None)
    clock.advance(2)
    assert await ledger.receive("d1", "b1", None)


async def test_a_claim_is_nobody_elses_until_its_lease_ends_and_then_its_writes_are_void(
    ledger: GitHubLedger, clock: Clock
) -> None:
    await ledger.receive("d1", "b1", WANTED)
    first = await ledger.claim()
    assert first is not None
    clock.advance(40)
    await ledger.renew(first)
    clock.advance(40)
    assert await ledger.claim() is None
    clock.advance(30)

    second = await ledger.claim()
    assert second is not None
    assert (second.id, second.attempt) == (first.id, 2)
    await ledger.finish(first)  # came back late
    await ledger.made(first, 7)
    clock.advance(61)
    third = await ledger.claim()
    assert third is not None
    assert third.check_run is None
    await ledger.made(third, 8)
    await ledger.finish(third)
    clock.advance(61)
    assert await ledger.claim() is None


async def test_what_is_put_off_is_due_then_and_after_a_restart_at_once(ledger: GitHubLedger, clock: Clock) -> None:
    await ledger.receive("d1", "b1", WANTED)
    claimed = await ledger.claim()
    assert claimed is not None
    await ledger.postpone(claimed, 500)

    assert await ledger.seconds_to_next() == 500
    assert await ledger.claim() is None
    assert await ledger.free() == 1
    assert await ledger.seconds_to_next() == 0
    assert await ledger.claim() is not None


async def test_a_flood_of_one_repository_does_not_come_before_anothers_first(
    ledger: GitHubLedger, clock: Clock
) -> None:
    for n in range(50):
        await ledger.receive(f"d{n}", f"b{n}", replace(WANTED, head_sha=f"{n:040d}"))
    clock.advance(1)
    await ledger.receive("other", "other", replace(WANTED, repository_id=3, repository="course/bob"))
    await ledger.free()

    claimed = [await ledger.claim() for _ in range(3)]

    assert [check.repository if check else None for check in claimed] == ["course/ada", "course/bob", None]
    assert await ledger.seconds_to_next() == 1


async def test_asked_for_again_a_check_is_made_again_as_it_was(ledger: GitHubLedger) -> None:
    await ledger.receive("d1", "b1", replace(WANTED, against="c" * 40))
    first = await ledger.claim()
    assert first is not None
    await ledger.finish(first)

    await ledger.receive("d2", "b2", replace(WANTED, again=True))
    second = await ledger.claim()

    assert second is not None
    assert second.id != first.id
    assert second.against == "c" * 40
    assert await ledger.seconds_to_next() == 60
