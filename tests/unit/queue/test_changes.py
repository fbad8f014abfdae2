from __future__ import annotations

import pytest

from grader.queue.changes import Changes

pytestmark = pytest.mark.anyio


async def test_a_change_between_two_looks_is_not_missed() -> None:
    changes = Changes()
    with changes.watch("a") as watch:
        changes.publish("a")

        assert await watch.next(10)


async def test_everyone_who_watches_hears_it_and_nobody_else() -> None:
    changes = Changes()
    with changes.watch("a") as first, changes.watch("a") as second, changes.watch("b") as other:
        changes.publish("a")

        assert await first.next(10)
        assert await second.next(10)
        assert not await other.next(0.0)


async def test_nothing_is_kept_of_those_who_left() -> None:
    changes = Changes()
    with changes.watch("a"):
        pass

    changes.publish("a")

    assert changes._watches == {}
