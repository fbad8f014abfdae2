"""What all backends have in common: a pool of cells, tests of their walls, and a refusal when one is missing."""

from __future__ import annotations

import abc
import asyncio
import contextlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Self

from grader.errors import MissingWalls, SandboxFault
from grader.model import Limits, Observation, Program
from grader.sandbox import selftest
from grader.sandbox.base import Wall
from grader.sandbox.cells import Cell, CellRefused
from grader.sandbox.pool import Pool

TEST_EVERY_S = 3600.0


@dataclass(frozen=True, slots=True)
class Promise:
    """A wall, as a backend promises it."""

    kept: str  # how
    advice: str  # what to do when it is missing
    needed: bool = True  # without it nothing is graded


class PooledSandbox(abc.ABC):
    """Runs submissions in `cells` cells at once; a backend says how one is made and what it promises."""

    unseen: frozenset[str] = frozenset()  # walls of which a cell cannot know here; others have to

    def __init__(self, cells: int, *, max_uses: int, spares: int = 0, test_every_s: float = TEST_EVERY_S) -> None:
        self._pool = Pool(cells, self._make, self._test, max_uses=max_uses, spares=spares, test_every_s=test_every_s)
        self._misses: selftest.Misses = {}  # as last found
        self._tested = False  # before that, nothing is known of the walls that are not among them
        self._starting: asyncio.Task[None] | None = None

    @abc.abstractmethod
    def promises(self) -> Mapping[str, Promise]:
        """Every wall by its name."""

    @abc.abstractmethod
    async def _open(self) -> None:
        """Before the first cell. Raises MissingWalls."""

    @abc.abstractmethod
    async def _make(self) -> Cell:
        """Start one cell and look at it from outside. Raises MissingWalls, CellLost."""

    @abc.abstractmethod
    async def _shut(self) -> None:
        """After the last cell, or after a start that failed."""

    async def _seen(self, cell: Cell) -> selftest.Misses:
        """What is wrong with a waiting cell, seen from outside."""
        return selftest.outside(cell)

    def _expected(self) -> selftest.Expected:
        """What the probe must find."""
        return selftest.EXPECTED

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()

    async def start(self) -> None:
        """Start the cells and test them. Raises MissingWalls if a promise cannot be kept here."""
        if self._starting is None:
            self._starting = asyncio.create_task(self._start())
        await asyncio.shield(self._starting)

    async def _start(self) -> None:
        try:
            await self._open()
            await self._pool.start()
        except BaseException:
            await self._close()
            raise

    async def run(self, source: str, program: Program, limits: Limits) -> Observation:
        """See `Sandbox.run`."""
        await self.start()
        return await self._pool.run(source, program, limits)

    async def test(self) -> None:
        """The self-test, now; it also runs by itself at start and every hour."""
        await self.start()
        await self._pool.test()

    def walls(self) -> Sequence[Wall]:
        """Every wall, as last tested; none stands before the first test."""
        found = []
        for name, promise in self.promises().items():
            if name in self._misses:
                found.append(Wall(name, False, promise.needed, f"{self._misses[name]}; {promise.advice}"))
            else:
                detail = promise.kept if self._tested else "not tested yet"
                found.append(Wall(name, self._tested, promise.needed, detail))
        return tuple(found)

    async def _begin(self, cell: Cell, config: Mapping[str, object], reported: Iterable[str]) -> None:
        """Have a new cell set its walls and report on those, and look at them. Raises MissingWalls, CellLost."""
        promises = self.promises()
        needed = sorted(name for name in reported if promises[name].needed and name not in self.unseen)
        try:
            await cell.begin({**config, "needed": needed})
        except CellRefused:  # it has reported why
            walls = {name: cell.walls.get(name, "the cell did not come so far") for name in needed}
            self._judge({name: why for name, why in walls.items() if why})
        self._judge(await self._seen(cell))

    async def _test(self, cell: Cell) -> None:
        reported = {name: why for name, why in cell.walls.items() if why and name not in self.unseen}
        seen = await self._seen(cell)
        observation = await cell.run(selftest.PROBE, selftest.PROGRAM, selftest.LIMITS)
        self._misses = {**selftest.inside(observation, self._expected()), **seen, **reported}
        self._tested = True
        self._judge(self._misses)

    def _judge(self, misses: selftest.Misses) -> None:
        """Refuse if a wall is missing that is needed. One that nobody promised counts as needed."""
        promises = self.promises()
        needed = {n: why for n, why in misses.items() if (n not in promises or promises[n].needed) and n != "hostname"}
        if needed:
            self._misses = misses
            advice = {name: promises[name].advice if name in promises else "see the log" for name in needed}
            raise MissingWalls([f"{name}: {why}; {advice[name]}" for name, why in needed.items()])

    async def aclose(self) -> None:
        """End all cells and whatever belongs to them."""
        if self._starting is not None:
            with contextlib.suppress(MissingWalls, SandboxFault):
                await self._starting
        await self._close()

    async def _close(self) -> None:
        await self._pool.aclose()
        await self._shut()
