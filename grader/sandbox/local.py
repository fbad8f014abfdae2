"""The backend without a daemon: cells are processes of this host, in namespaces of their own."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
import os
import socket
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Self

from grader.errors import MissingWalls, SandboxFault
from grader.model import Limits, Observation, Program
from grader.sandbox import cgroups, selftest
from grader.sandbox.base import Wall
from grader.sandbox.cells import Cell, CellRefused
from grader.sandbox.nursery import Nursery, UserLease
from grader.sandbox.pool import Pool

PROGRAM = Path(__file__).parent / "cell" / "__main__.py"
TMPFS_MIB, TMPFS_INODES = 32, 4096
SERIALS = itertools.count(1)  # of the process: two sandboxes in it must not share a control group

ROOT = "run the worker as root, or allow unprivileged user namespaces (sysctl kernel.unprivileged_userns_clone=1, "
ROOT += "kernel.apparmor_restrict_unprivileged_userns=0)"
# wall -> (how it is kept, what to do when it is missing)
WALLS = {
    "pid": ("a process namespace for each submission: nothing else to see or to signal, all killed at the end", ROOT),
    "network": ("an empty network namespace", ROOT),
    "ipc": ("a fresh IPC namespace for each submission", ROOT),
    "root": ("a private read-only root with Python, NumPy and SciPy only", ROOT),
    "tmpfs": (f"a fresh /tmp of {TMPFS_MIB} MiB and {TMPFS_INODES} files for each submission", ROOT),
    "uid": ("an unprivileged user, on the host as well", ROOT),
    "capabilities": ("all capability sets empty, the bounding set too", ROOT),
    "no_new_privs": ("no program can give privileges back", "use Linux 3.5 or later"),
    "landlock": ("file access by Landlock, behind the private root", "use Linux 5.13 or later with `landlock` in lsm="),
    "seccomp": ("an allow-list of system calls", "use a kernel with CONFIG_SECCOMP_FILTER, on x86_64 or aarch64"),
    "limits": ("rlimits on CPU, address space, files, threads, core dumps", "see what the self-test found"),
    "descriptors": ("no descriptor but 0, 1, 2 and the results", "see what the self-test found"),
    "environment": ("a small fixed environment", "see what the self-test found"),
    "probe": ("a real run that tries all of it", "see what the self-test found"),
}
GROUPS = {
    "memory group": ("memory", "a control group limits the cell's memory", "RLIMIT_AS alone limits it here"),
    "pids group": ("pids", "a control group limits processes and threads", "RLIMIT_NPROC alone limits them here"),
    "cpu group": ("cpu", "one core at most", "RLIMIT_CPU limits the total here, not the rate"),
}
REPORTED = frozenset(  # by a cell
    ("pid", "network", "ipc", "root", "tmpfs", "uid", "capabilities", "no_new_privs", "landlock", "seccomp")
)
OPTIONAL = frozenset({"hostname"})
GROUP_ADVICE = "; to have it, make /sys/fs/cgroup writable (memory, pids, cpu) for the worker"


class LocalSandbox:
    """Runs submissions in `cells` local cells.

    `allow_missing_walls` names walls to do without: for development on a machine that cannot have them, never where
    code of strangers runs. `program` is the cell program; `max_uses` the submissions one cell serves before it is
    replaced.
    """

    def __init__(
        self,
        cells: int = 2,
        *,
        max_uses: int = 1000,
        allow_missing_walls: frozenset[str] = frozenset(),
        test_every_s: float = 3600.0,
        program: Path = PROGRAM,
    ) -> None:
        unknown = allow_missing_walls - WALLS.keys()
        if unknown:
            raise ValueError(f"no such walls: {', '.join(sorted(unknown))}; there are: {', '.join(WALLS)}")
        self.allow_missing_walls, self.program = allow_missing_walls, program
        self._pool = Pool(cells, self._make, self._test, max_uses=max_uses, test_every_s=test_every_s)
        self._misses: selftest.Misses | None = None  # None: not tested yet
        self._hierarchies: tuple[cgroups.Hierarchy, ...] = ()
        self._nursery: Nursery | None = None
        self._starting: asyncio.Task[None] | None = None

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
        if sys.platform != "linux":
            raise MissingWalls([f"Linux: the local sandbox cannot work on {sys.platform}; use the Docker backend"])
        self._hierarchies = cgroups.hierarchies()
        cgroups.sweep(self._hierarchies)
        try:
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
        misses = self._misses
        found = []
        for name, (kept, advice) in WALLS.items():
            missing = "not tested yet" if misses is None else misses.get(name, "")
            detail = f"{missing}; {advice}" if missing else kept
            found.append(Wall(name, not missing, name not in self.allow_missing_walls, detail))
        have = {controller for hierarchy in self._hierarchies for controller in hierarchy.controllers}
        for name, (controller, kept, substitute) in GROUPS.items():
            missing = "" if misses is None else misses.get(name, "")
            standing = controller in have and not missing
            detail = kept if standing else missing or substitute + GROUP_ADVICE
            found.append(Wall(name, standing, controller in have and controller != "cpu", detail))
        return tuple(found)

    async def _make(self) -> Cell:
        """Start one cell and look at it from outside. Raises MissingWalls, CellLost."""
        if self._nursery is None or not self._nursery.alive:
            if self._nursery is not None:
                self._nursery.close()
            self._nursery = Nursery(self.program)
        group = cgroups.Group(self._hierarchies, cgroups.group_name(next(SERIALS))) if self._hierarchies else None
        user = UserLease() if os.geteuid() == 0 else None
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                pid, pidfd = await asyncio.to_thread(self._nursery.fork, theirs)
        except BaseException:
            ours.close()
            if user:
                user.release()
            raise
        reader, writer = await asyncio.open_connection(sock=ours, limit=1 << 20)
        cell = Cell(pid, pidfd, group, reader, writer, user.release if user else lambda: None)
        try:
            if group is not None:
                await asyncio.to_thread(_enclose, group, pid)
            config = {"uid": user.uid if user else None, "tmpfs_mib": TMPFS_MIB, "tmpfs_inodes": TMPFS_INODES}
            needed = sorted(REPORTED - self.allow_missing_walls)
            try:
                await cell.begin({**config, "needed": needed})
            except CellRefused:  # it has reported why
                walls = {name: cell.walls.get(name, "the cell did not come so far") for name in needed}
                self._judge({name: why for name, why in walls.items() if why})
            self._judge(selftest.outside(cell))
        except BaseException:
            await cell.close()
            raise
        return cell

    async def _test(self, cell: Cell) -> None:
        reported = {name: why for name, why in cell.walls.items() if why}
        seen = selftest.outside(cell)
        observation = await cell.run(selftest.PROBE, selftest.PROGRAM, selftest.LIMITS)
        self._misses = {**selftest.inside(observation), **seen, **reported}
        self._judge(self._misses)

    def _judge(self, misses: selftest.Misses) -> None:
        """Refuse if a wall is missing that is needed."""
        needed = {name: why for name, why in misses.items() if name not in self.allow_missing_walls | OPTIONAL}
        if needed:
            self._misses = misses
            raise MissingWalls(
                [f"{name}: {why}; {WALLS.get(name, ('', 'see the log'))[1]}" for name, why in needed.items()]
            )

    async def aclose(self) -> None:
        """End all cells and their processes, remove their control groups."""
        if self._starting is not None:
            with contextlib.suppress(MissingWalls, SandboxFault):
                await self._starting
        await self._close()

    async def _close(self) -> None:
        await self._pool.aclose()
        if self._nursery is not None:
            self._nursery.close()
        cgroups.remove_folders(self._hierarchies)


def _enclose(group: cgroups.Group, pid: int) -> None:
    """Make a cell's group and put its zygote in. Takes some 10 ms with version 1, so it has a thread."""
    group.create()
    group.limit(selftest.LIMITS.memory_mib, selftest.LIMITS.processes)
    group.add(pid)
