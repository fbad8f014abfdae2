from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from grader.store.base import NewSubmission, Refused, Role, Saved, Status, Token
from grader.store.sql import SqlStore
from grader.store.sqlite import engine_for, open_sqlite
from grader.testing import Clock

pytestmark = pytest.mark.anyio
New = Callable[..., NewSubmission]


def no_queue(_connection: Any, _submission_id: str, _priority: int) -> None:
    """The row alone is enough here."""


async def test_what_is_saved_is_claimed_as_it_was_handed_in(store: SqlStore, new: New) -> None:
    handed_in = new(source="é = 'λ'\n")
    await store.save(handed_in, no_queue)

    claimed = await store.claim_next()

    assert claimed == (handed_in.submission, 1)


async def test_the_owners_view_holds_no_seed_and_no_report_before_it_is_done(store: SqlStore, new: New) -> None:
    saved = await store.save(new(), no_queue)
    assert isinstance(saved, Saved)

    stored = await store.get(saved.id)

    assert stored is not None
    assert (stored.status, stored.report, stored.owner) == (Status.QUEUED, None, "ada")
    assert not hasattr(stored, "seed")


async def test_an_unknown_id_is_none(store: SqlStore) -> None:
    assert await store.get("0" * 32) is None


async def test_states_go_forward_and_the_report_comes_back_byte_for_byte(store: SqlStore, new: New) -> None:
    work = new()
    seen = []
    await store.save(work, no_queue)
    seen.append(await store.get(work.submission.id))
    await store.claim_next()
    seen.append(await store.get(work.submission.id))
    assert await store.finish(work.submission.id, 1, '{"score":1.0,"λ":"\\n"}')
    seen.append(await store.get(work.submission.id))

    assert [s.status for s in seen if s] == [Status.QUEUED, Status.RUNNING, Status.DONE]
    assert seen[-1] is not None
    assert seen[-1].report == '{"score":1.0,"λ":"\\n"}'
    assert seen[-1].finished_at is not None


async def test_a_claimed_row_is_nobody_elses_until_its_lease_ends(store: SqlStore, new: New, clock: Clock) -> None:
    await store.save(new(), no_queue)
    assert await store.claim_next() is not None

    clock.advance(59.9)
    assert await store.claim_next() is None
    clock.advance(0.1)
    again = await store.claim_next()

    assert again is not None
    assert again[1] == 2


async def test_a_renewed_lease_holds_longer_and_a_released_one_ends_now(
    store: SqlStore, new: New, clock: Clock
) -> None:
    work = new()
    await store.save(work, no_queue)
    await store.claim_next()
    clock.advance(50)
    await store.renew([(work.submission.id, 1)], 60.0)
    clock.advance(50)
    assert await store.claim_next() is None

    await store.renew([(work.submission.id, 1)], 0.0)

    assert await store.claim_next() is not None


async def test_a_worker_that_was_replaced_writes_nothing(store: SqlStore, new: New, clock: Clock) -> None:
    work = new()
    await store.save(work, no_queue)
    await store.claim_next()
    clock.advance(61)
    await store.claim_next()

    assert not await store.finish(work.submission.id, 1, '{"from":"the frozen one"}')
    await store.renew([(work.submission.id, 1)], 3600.0)  # nor can it keep the row
    assert await store.finish(work.submission.id, 2, '{"from":"the second"}')
    assert not await store.finish(work.submission.id, 2, '{"from":"a repetition"}')

    stored = await store.get(work.submission.id)
    assert stored is not None
    assert stored.report == '{"from":"the second"}'


async def test_a_finished_submission_is_never_claimed_again(store: SqlStore, new: New, clock: Clock) -> None:
    work = new()
    await store.save(work, no_queue)
    await store.claim_next()
    await store.finish(work.submission.id, 1, "{}")
    clock.advance(10_000)

    assert await store.expire_leases() == 0
    assert await store.claim_next() is None


async def test_after_a_restart_what_ran_is_claimable_at_once(store: SqlStore, new: New) -> None:
    await store.save(new(), no_queue)
    await store.save(new(), no_queue)
    await store.claim_next()

    assert await store.expire_leases() == 1
    attempts = sorted([claimed[1] for _ in range(2) if (claimed := await store.claim_next())])

    assert attempts == [1, 2]


async def test_a_second_students_first_submission_comes_before_the_firsts_second(
    store: SqlStore, new: New, clock: Clock
) -> None:
    order = [new("ada"), new("ada"), new("ada"), new("bob")]
    for work in order:
        await store.save(work, no_queue)
        clock.advance(1)

    claimed = [await store.claim_next() for _ in order]

    ids = [c[0].id for c in claimed if c]
    assert ids == [order[i].submission.id for i in (0, 3, 1, 2)]


async def test_one_owner_cannot_fill_the_queue(store: SqlStore, new: New) -> None:
    answers = [await store.save(new("ada"), no_queue) for _ in range(5)]

    assert answers[4] is Refused.TOO_MANY_PENDING
    assert isinstance(await store.save(new("bob"), no_queue), Saved)
    assert (await store.backlog()).queued == 5


async def test_the_same_key_and_work_is_the_same_submission(store: SqlStore, new: New) -> None:
    first, second = new(key="k"), new(key="k")

    assert await store.save(first, no_queue) == Saved(first.submission.id, created=True)
    assert await store.save(second, no_queue) == Saved(first.submission.id, created=False)
    assert (await store.backlog()).queued == 1


async def test_the_same_key_with_other_work_is_refused(store: SqlStore, new: New) -> None:
    await store.save(new(key="k"), no_queue)

    assert await store.save(new(key="k", source="y = 2\n"), no_queue) is Refused.KEY_REUSED


async def test_a_key_belongs_to_its_owner_and_lasts_a_day(store: SqlStore, new: New, clock: Clock) -> None:
    await store.save(new("ada", key="k"), no_queue)
    bobs = await store.save(new("bob", key="k"), no_queue)
    clock.advance(timedelta(hours=24).total_seconds())
    tomorrow = await store.save(new("ada", key="k", source="y = 2\n"), no_queue)

    assert isinstance(bobs, Saved)
    assert bobs.created
    assert isinstance(tomorrow, Saved)
    assert tomorrow.created


async def test_twenty_requests_with_one_key_at_once_make_one_submission(store: SqlStore, new: New) -> None:
    answers = await asyncio.gather(*(store.save(new(key="k"), no_queue) for _ in range(20)))

    assert len({answer.id for answer in answers if isinstance(answer, Saved)}) == 1
    assert (await store.backlog()).queued == 1


async def test_if_enqueueing_fails_nothing_is_saved(store: SqlStore, new: New) -> None:
    def broken(_connection: Any, _submission_id: str, _priority: int) -> None:
        raise ConnectionError("the engine is away")

    with pytest.raises(ConnectionError):
        await store.save(new(), broken)

    assert (await store.backlog()).queued == 0


async def test_many_claims_at_once_never_share_a_row(store: SqlStore, new: New) -> None:
    for owner in ("ada", "bob"):
        for _ in range(4):
            await store.save(new(owner), no_queue)

    claimed = await asyncio.gather(*(store.claim_next() for _ in range(12)))

    ids = [c[0].id for c in claimed if c]
    assert len(ids) == len(set(ids)) == 8


async def test_what_was_acknowledged_is_there_after_reopening(store: SqlStore, new: New, tmp_path: Path) -> None:
    work = new()
    await store.save(work, no_queue)

    other = await open_sqlite(tmp_path / "grader.db")
    found = await other.get(work.submission.id)
    await other.close()

    assert found is not None


async def test_a_submission_of_nobody_is_not_kept(store: SqlStore, new: New) -> None:
    with pytest.raises(IntegrityError, match="FOREIGN KEY"):
        await store.save(new("nobody"), no_queue)


def test_a_commit_is_on_disk_when_it_returns(tmp_path: Path) -> None:
    full = 2
    with engine_for(tmp_path / "grader.db").connect() as connection:
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == full
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


def test_a_transaction_holds_the_lock_from_its_start(tmp_path: Path) -> None:
    # Else one that reads first and writes later may find, too late to wait, that somebody wrote in between.
    engine = engine_for(tmp_path / "grader.db")
    other = sqlite3.connect(tmp_path / "grader.db", timeout=0)
    with engine.begin() as connection:
        connection.exec_driver_sql("SELECT 1")
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            other.execute("CREATE TABLE t (x)")
    other.close()


async def test_a_token_is_found_by_its_hash_only(store: SqlStore) -> None:
    found = await store.token("ada" * 8)

    assert isinstance(found, Token)
    assert (found.id, found.role) == ("ada", Role.STUDENT)
    assert await store.token("ada") is None
    assert await store.owner_token() is None
