from __future__ import annotations

import asyncio
import threading
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, event, text

from grader.store.commits import GroupCommit
from grader.store.sqlite import engine_for

pytestmark = pytest.mark.anyio


@pytest.fixture
def engine(tmp_path: Path) -> Engine:
    engine = engine_for(tmp_path / "grader.db")
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE number (n INTEGER PRIMARY KEY)"))
    return engine


@pytest.fixture
async def commits(engine: Engine) -> AsyncIterator[GroupCommit]:
    commits = GroupCommit(engine, most=8)
    commits.start()
    yield commits
    await commits.close()


def put(number: int) -> Callable[[Connection], int]:
    def write(connection: Connection) -> int:
        connection.execute(text("INSERT INTO number VALUES (:n)"), {"n": number})
        return number

    return write


def kept(engine: Engine) -> list[int]:
    with engine.connect() as connection:
        return [row.n for row in connection.execute(text("SELECT n FROM number ORDER BY n"))]


async def test_each_caller_gets_its_own_answer(commits: GroupCommit, engine: Engine) -> None:
    answers = await asyncio.gather(*(commits.write(put(n)) for n in range(20)))

    assert answers == list(range(20))
    assert kept(engine) == list(range(20))


async def test_what_waits_together_is_flushed_together(commits: GroupCommit, engine: Engine) -> None:
    begun: list[int] = []
    event.listen(engine, "begin", lambda _connection: begun.append(1))
    entered, go_on = threading.Event(), threading.Event()

    def slow(_connection: Connection) -> None:
        entered.set()
        go_on.wait(10)

    first = asyncio.create_task(commits.write(slow))
    await asyncio.to_thread(entered.wait, 10)
    rest = [asyncio.create_task(commits.write(put(n))) for n in range(7)]
    await asyncio.sleep(0)  # let them queue up behind the slow one
    go_on.set()
    await asyncio.gather(first, *rest)

    assert len(begun) == 1


async def test_one_bad_write_does_not_fail_its_neighbours(commits: GroupCommit, engine: Engine) -> None:
    def bad(connection: Connection) -> None:
        connection.execute(text("INSERT INTO number VALUES (100)"))
        raise ValueError("no")

    writes = [put(1), bad, put(2), put(2), put(3)]
    answers = await asyncio.gather(*map(commits.write, writes), return_exceptions=True)

    assert [answers[0], answers[2], answers[4]] == [1, 2, 3]
    assert isinstance(answers[1], ValueError)
    assert "UNIQUE" in str(answers[3])
    assert kept(engine) == [1, 2, 3]


async def test_a_caller_that_gave_up_does_not_stop_the_others(commits: GroupCommit, engine: Engine) -> None:
    given_up = asyncio.create_task(commits.write(put(1)))
    await asyncio.sleep(0)
    given_up.cancel()

    assert await commits.write(put(2)) == 2
    assert 2 in kept(engine)


async def test_closing_writes_what_waits_and_refuses_what_comes(engine: Engine) -> None:
    commits = GroupCommit(engine)
    commits.start()
    waiting = [asyncio.create_task(commits.write(put(n))) for n in range(5)]
    await asyncio.sleep(0)

    await commits.close()

    assert [task.result() for task in waiting] == [0, 1, 2, 3, 4]
    with pytest.raises(RuntimeError, match="closed"):
        await commits.write(put(9))
