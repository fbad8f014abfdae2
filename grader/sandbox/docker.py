"""The backend on a Docker engine: each cell is a container, made ahead of time, called over a Unix socket.

The worker asks the engine for containers, so it is as good as root on this host: keep it apart from what faces the
network, or use `socket.py`, where docker compose runs the cells. The engine must run on this host, as sockets do not
travel. While it is away, cells that run go on, and new ones wait: `MissingWalls`, so nothing is lost and nothing is
scored.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import shutil
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.errors import SandboxFault
from grader.model import Limits
from grader.sandbox import contained, selftest
from grader.sandbox.backend import TEST_EVERY_S, PooledSandbox, Promise
from grader.sandbox.calls import Call, Listener
from grader.sandbox.cells import Cell, CellLost
from grader.sandbox.engine import SOCKET, Engine, EngineFault, Order, unlike_ordered
from grader.sandbox.nursery import UserLease
from grader.sandbox.workers import LONGEST_BASE, WorkerFolder, default_base

logger = logging.getLogger(__name__)
IMAGE = "grader-cell"
CALL_S, LOOK_EVERY_S = 60.0, 2.0  # a container has this long to call; now and then the engine is asked if it lives
LIMITS = Limits()
OWN = {
    "engine": Promise("a Docker engine on this host", "see that it runs and that this user may reach it (DOCKER_HOST)"),
    "sockets": Promise(
        "a folder of this user's for the cells' sockets",
        f"set GRADER_SOCKETS to a folder of this user's own, of at most {LONGEST_BASE} characters",
    ),
    "container": Promise("made as asked for, as far as the engine says", "see what the engine says"),
    "pid": Promise("a process namespace for each cell; seccomp lets nothing be started in it", contained.BUILD),
    "network": Promise("no network: only a loopback that is the cell's own", "see the engine's --network none"),
    "ipc": Promise("no /dev/shm, no message queue; seccomp refuses the rest", "see the engine's --ipc none"),
    "root": Promise("a read-only image with Python, NumPy and SciPy only", contained.BUILD),
    "tmpfs": Promise(
        "32 MiB and 4096 files in /tmp; a container in which it was used ends with the submission", contained.BUILD
    ),
    "uid": Promise("an unprivileged user, on the host as well, that no other cell has", "see the worker's log"),
    "capabilities": Promise("all capability sets empty, the bounding set too", "see the engine's --cap-drop ALL"),
    "memory group": Promise(
        "a control group limits the cell's memory, without swap", "give the engine that controller"
    ),
    "pids group": Promise("a control group limits processes and threads", "give the engine that controller"),
    "cpu group": Promise("one core at most", "give the engine that controller"),
}


class DockerSandbox(PooledSandbox):
    """Runs submissions in `cells` containers of `image` at once, and keeps `spares` more ready.

    `runtime` is the engine's name of another runtime (`runsc`: gVisor). `max_uses` is how many submissions a
    container serves; 1 means a fresh container for each. `base_url` is the engine's socket, if not DOCKER_HOST's.
    `folder` is where the cells' sockets lie: on this host, in a place that its engine can mount.
    """

    def __init__(
        self,
        cells: int = 2,
        *,
        image: str = IMAGE,
        runtime: str | None = None,
        max_uses: int = 100,
        spares: int = 2,
        base_url: str | None = None,
        folder: Path | None = None,
        test_every_s: float = TEST_EVERY_S,
    ) -> None:
        super().__init__(cells, max_uses=max_uses, spares=spares, test_every_s=test_every_s)
        self.image, self.runtime = image, runtime
        self.gvisor = contained.is_gvisor(runtime)
        if self.gvisor:
            self.unseen = contained.UNSEEN_IN_GVISOR
        self._base = folder or default_base()
        self._engine = Engine(base_url)
        self._fleet: _Fleet | None = None

    def promises(self) -> Mapping[str, Promise]:
        return {**OWN, **contained.cage(self.gvisor)}

    def _expected(self) -> selftest.Expected:
        return contained.expected(self.gvisor)

    async def _open(self) -> None:
        with self._asking():
            await self._engine.do(self._engine.image, self.image)
        try:
            self._fleet = _Fleet(self._engine, await self._engine.do(WorkerFolder, self._base))
        except (OSError, SandboxFault) as error:
            self._judge({"sockets": f"{self._base} cannot be used: {error}"})

    @contextlib.contextmanager
    def _asking(self) -> Iterator[None]:
        """While the engine is away or refuses, a wall is missing: nothing is graded, and nothing is lost."""
        try:
            yield
        except EngineFault as fault:
            self._judge({**self._misses, "engine": str(fault)})
            raise
        else:
            self._misses.pop("engine", None)

    async def _make(self) -> Cell:
        assert self._fleet is not None
        with self._asking():
            if self._fleet.unswept:
                await self._engine.do(self._fleet.sweep)
            container = self._fleet.another()
            try:
                call = await self._started(container)
            except BaseException:
                with contextlib.suppress(SandboxFault):
                    await container.end()
                raise
            container.pid = call.pid
            cell = Cell(container, call.reader, call.writer)
            try:
                await self._begin(cell, {"uid": None}, contained.REPORTED)
            except BaseException:
                with contextlib.suppress(SandboxFault):
                    await cell.close()
                raise
        return cell

    async def _started(self, container: _Container) -> Call:
        """Start it and wait for its call. Raises EngineFault, CellLost."""
        with contextlib.closing(Listener(container.place / SOCKET)) as listener:
            user, worker = container.user.uid, self._fleet.folder.name if self._fleet else ""
            order = Order(container.name, self.image, self.runtime, worker, user, container.place, LIMITS)
            await self._engine.do(self._engine.start, order)
            end = time.monotonic() + CALL_S
            while time.monotonic() < end:
                with contextlib.suppress(TimeoutError):
                    return await listener.accept(LOOK_EVERY_S)
                if await self._engine.do(self._engine.running, container.name) is None:
                    raise CellLost(
                        f"a container of {self.image} ended before it called; is it the image of this version?"
                    )
        raise CellLost(f"a container of {self.image} did not call within {CALL_S:g} s")

    async def _seen(self, cell: Cell) -> selftest.Misses:
        """By the engine, and by this host's kernel unless another kernel is in between or the worker sees no pids."""
        container = cell.body
        assert isinstance(container, _Container)
        with self._asking():
            found = await self._engine.do(self._engine.running, container.name)
        if found is None:
            raise CellLost("the container has ended")
        container.id = found["Id"]
        misses = unlike_ordered(found, self.runtime)
        return misses if self.gvisor or not cell.pid else {**misses, **selftest.outside(cell)}

    async def _shut(self) -> None:
        if self._fleet is not None:
            with contextlib.suppress(EngineFault):
                await self._engine.do(self._fleet.sweep)
            self._fleet.forget()
            self._fleet.folder.close()
            self._fleet = None
        self._engine.close()


class _Fleet:
    """The containers of this worker: which of them are wanted; the others are to go."""

    def __init__(self, engine: Engine, folder: WorkerFolder) -> None:
        self.engine, self.folder = engine, folder
        self.wanted: set[str] = set()
        self.lost: list[_Container] = []  # that could not be removed; they keep their users
        self.unswept = True  # there may be containers that nobody wants

    def another(self) -> _Container:
        """The place and the name for one more."""
        place = self.folder.cell()
        container = _Container(self, f"grader-{self.folder.name}-{place.name}", place, UserLease())
        self.wanted.add(container.name)
        return container

    def sweep(self) -> None:
        """Remove what dead workers of this folder left, and what this one could not remove. Raises EngineFault."""
        with self.folder.of_the_dead() as dead:
            left = [name for worker in dead for name in self.engine.of(worker)]
            left += [name for name in self.engine.of(self.folder.name) if name not in self.wanted]
            for name in left:
                logger.warning("container %s was left behind and is removed", name)
                self.engine.remove(name)
        self.unswept = False
        self.forget()

    def forget(self) -> None:
        """Give back the users of containers that were lost, and have been removed since."""
        while self.lost:
            self.lost.pop().user.release()


@dataclass(eq=False, slots=True)
class _Container:
    """The body of a cell."""

    fleet: _Fleet
    name: str
    place: Path  # of its socket
    user: UserLease
    pid: int = 0
    id: str = ""
    _set: tuple[int, int] = (LIMITS.memory_mib, LIMITS.processes)

    async def limit(self, memory_mib: int, processes: int) -> None:
        if (memory_mib, processes) != self._set:
            engine = self.fleet.engine
            try:
                await engine.do(engine.limit, self.name, memory_mib, processes)
            except EngineFault as fault:
                raise CellLost(f"its limits could not be set: {fault}") from fault
            self._set = (memory_mib, processes)

    def memory_kills(self) -> int:
        return 0  # the cell reports them: it sees its control group wherever the worker may be

    def enclosed(self, pid: int) -> bool:
        """A process of the container is in its groups, which bear its id."""
        return self.id in Path(f"/proc/{pid}/cgroup").read_text()

    async def end(self) -> None:
        engine = self.fleet.engine
        try:
            await engine.do(engine.remove, self.name)
        except EngineFault as fault:
            self.fleet.lost.append(self)
            self.fleet.unswept = True
            raise SandboxFault(f"container {self.name} is left for the next sweep: {fault}") from fault
        finally:
            self.fleet.wanted.discard(self.name)
        self.user.release()
        await asyncio.to_thread(shutil.rmtree, self.place, ignore_errors=True)
