"""N cells, so N submissions at once. Lends a cell, has it rest or replaces it, and tests that the walls stand."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable

from grader.errors import MissingWalls, SandboxFault
from grader.model import Limits, Observation, Program
from grader.sandbox.cells import Cell, CellLost

logger = logging.getLogger(__name__)
ATTEMPTS = 3  # a cell that is lost costs no submission: it runs again in another one
RETEST_S = 60.0  # after a failed self-test


class Pool:
    """Runs `size` submissions at once, in as many places and `spares` more, so that a cell can be replaced unnoticed.

    A place holds an idle cell, or None: then whoever draws it makes a cell first. `make` starts one cell; `test` runs
    the self-test in one and raises MissingWalls.
    """

    def __init__(
        self,
        size: int,
        make: Callable[[], Awaitable[Cell]],
        test: Callable[[Cell], Awaitable[None]],
        *,
        max_uses: int,
        spares: int,
        test_every_s: float,
    ) -> None:
        self.places, self.max_uses, self.test_every_s = size + spares, max_uses, test_every_s
        self._turns = asyncio.Semaphore(size)
        self._make, self._test = make, test
        self._places: asyncio.Queue[Cell | None] = asyncio.Queue()
        self._cells: set[Cell] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._endings: set[asyncio.Task[None]] = set()
        self._refusal: MissingWalls | None = None
        self._closed = False

    async def start(self) -> None:
        """Make the first cell, test it, then make the others. Raises MissingWalls or SandboxFault."""
        try:
            first = await self._fill(None)
            await self._test(first)
        except CellLost as error:
            raise SandboxFault(f"no cell can be started: {error}") from error
        self._spawn(self._recover(first))
        for _ in range(self.places - 1):
            self._spawn(self._recover(None))
        self._spawn(self._test_now_and_then())

    async def run(self, source: str, program: Program, limits: Limits) -> Observation:
        """One submission in the next free cell. Raises SandboxFault after three lost cells, and MissingWalls."""
        error: Exception | None = None
        async with self._turns:
            for _ in range(ATTEMPTS):
                cell = await self._draw()
                try:
                    if self._closed:
                        raise SandboxFault("the sandbox was closed")
                    if self._refusal is not None:
                        raise self._refusal
                    cell = await self._fill(cell)
                    return await cell.run(source, program, limits)
                except CellLost as lost:
                    logger.warning("a cell was lost, the submission runs again in another: %s", lost)
                    error = lost
                finally:
                    self._give_back(cell)
        raise SandboxFault(f"{ATTEMPTS} cells were lost over one submission: {error}") from error

    async def _draw(self) -> Cell | None:
        """The next place. A cell that ended while it was idle was nobody's run: it is only to be replaced."""
        cell = await self._places.get()
        if cell is not None and cell.gone:
            self._spawn(self._discard(cell))
            return None
        return cell

    async def _fill(self, place: Cell | None) -> Cell:
        if place is None:
            place = await self._make()
            self._cells.add(place)
        return place

    def _give_back(self, cell: Cell | None) -> None:
        """Return a place without making anybody wait for what the cell still has to do."""
        if self._closed or cell is None:
            self._places.put_nowait(cell)
        else:
            self._spawn(self._recover(cell))

    async def _recover(self, cell: Cell | None) -> None:
        """Have the cell prepare its next child, or replace it; the place is free again after that in any case."""
        try:
            if cell is not None and cell.sound and cell.uses < self.max_uses:
                with contextlib.suppress(CellLost):
                    await cell.rest()
            if cell is not None and not (cell.sound and cell.uses < self.max_uses):
                await self._discard(cell)
                cell = None
            cell = await self._fill(cell)
        except (CellLost, SandboxFault, MissingWalls, OSError) as error:
            logger.error("a cell could not be replaced: %s", error)  # noqa: TRY400 - the next run tries again, and says so
            cell = None
        finally:
            self._places.put_nowait(cell)

    async def _discard(self, cell: Cell) -> None:
        """End a cell; once begun, it is carried through whoever is cancelled. What cannot be ended is logged."""
        self._cells.discard(cell)
        ending = asyncio.create_task(cell.close())
        self._endings.add(ending)
        ending.add_done_callback(self._endings.discard)
        try:
            await asyncio.shield(ending)
        except SandboxFault as error:
            logger.error("%s", error)  # noqa: TRY400 - no traceback of ours

    async def _test_now_and_then(self) -> None:
        while True:
            await asyncio.sleep(RETEST_S if self._refusal else self.test_every_s)
            await self.test()

    async def test(self) -> None:
        """Run the self-test in the next free cell. While it fails, every run is refused."""
        cell = await self._draw()
        try:
            cell = await self._fill(cell)
            await self._test(cell)
            self._refusal = None
        except MissingWalls as refusal:
            logger.error("the self-test failed, nothing is graded: %s", refusal)  # noqa: TRY400 - no traceback of ours
            self._refusal = refusal
        except CellLost as lost:
            logger.warning("the self-test lost its cell: %s", lost)
        finally:
            self._give_back(cell)

    def _spawn(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def aclose(self) -> None:
        """End all cells; runs that wait or are under way raise SandboxFault."""
        self._closed = True
        for task in tuple(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        ending = [*self._endings, *(cell.close() for cell in tuple(self._cells))]
        failures = await asyncio.gather(*ending, return_exceptions=True)
        self._cells.clear()
        for _ in range(self.places):
            self._places.put_nowait(None)
        for failure in failures:
            if isinstance(failure, BaseException):
                raise failure
