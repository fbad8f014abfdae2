"""The backend without a daemon: cells are processes of this host, in namespaces of their own."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.errors import MissingWalls, SandboxFault
from grader.sandbox import cgroups, selftest
from grader.sandbox.backend import TEST_EVERY_S, PooledSandbox, Promise
from grader.sandbox.base import Wall
from grader.sandbox.cells import Cell
from grader.sandbox.nursery import Nursery, UserLease

PROGRAM = Path(__file__).parent / "cell" / "__main__.py"
TMPFS_MIB, TMPFS_INODES = 32, 4096
DEATH_S = 5.0

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
# What a container may stand for that holds one student's work only and is thrown away afterwards.
CONTAINER = frozenset(("pid", "network", "ipc", "root", "tmpfs"))
REPORTED = frozenset(  # by a cell
    ("pid", "network", "ipc", "root", "tmpfs", "uid", "capabilities", "no_new_privs", "landlock", "seccomp")
)
GROUP_ADVICE = "to have it, make /sys/fs/cgroup writable (memory, pids, cpu) for the worker"


class LocalSandbox(PooledSandbox):
    """Runs submissions in `cells` local cells.

    `allow_missing_walls` names walls to do without: for development on a machine that cannot have them, and CONTAINER
    where one is around us (docs/decisions/0012); never else where code of strangers runs. `program` is the cell
    program; `max_uses` the submissions one cell serves before it is replaced.
    """

    def __init__(
        self,
        cells: int = 2,
        *,
        max_uses: int = 1000,
        allow_missing_walls: frozenset[str] = frozenset(),
        test_every_s: float = TEST_EVERY_S,
        program: Path = PROGRAM,
    ) -> None:
        unknown = allow_missing_walls - WALLS.keys()
        if unknown:
            raise ValueError(f"no such walls: {', '.join(sorted(unknown))}; there are: {', '.join(WALLS)}")
        super().__init__(cells, max_uses=max_uses, test_every_s=test_every_s)
        self.allow_missing_walls, self.program = allow_missing_walls, program
        self._hierarchies: tuple[cgroups.Hierarchy, ...] = ()
        self._nursery: Nursery | None = None

    def promises(self) -> Mapping[str, Promise]:
        """Control groups are needed where they can be had."""
        promised = {
            name: Promise(kept, advice, name not in self.allow_missing_walls) for name, (kept, advice) in WALLS.items()
        }
        have = self._controllers()
        for name, (controller, kept, _) in GROUPS.items():
            promised[name] = Promise(kept, GROUP_ADVICE, controller in have and controller != "cpu")
        return promised

    def _controllers(self) -> set[str]:
        return {controller for hierarchy in self._hierarchies for controller in hierarchy.controllers}

    def walls(self) -> Sequence[Wall]:
        """Every wall, as last tested; none stands before the first test."""
        absent = {name: substitute for name, (controller, _, substitute) in GROUPS.items()}
        absent = {name: why for name, why in absent.items() if GROUPS[name][0] not in self._controllers()}
        return tuple(
            Wall(wall.name, False, wall.needed, f"{absent[wall.name]}; {GROUP_ADVICE}") if wall.name in absent else wall
            for wall in super().walls()
        )

    async def _open(self) -> None:
        if sys.platform != "linux":
            raise MissingWalls([f"Linux: the local sandbox cannot work on {sys.platform}; use the Docker backend"])
        self._hierarchies = cgroups.hierarchies()
        cgroups.sweep(self._hierarchies)

    async def _make(self) -> Cell:
        if self._nursery is None or not self._nursery.alive:
            if self._nursery is not None:
                self._nursery.close()
            self._nursery = Nursery(self.program)
        group = cgroups.Group(self._hierarchies, cgroups.group_name()) if self._hierarchies else None
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
        cell = Cell(_Process(pid, pidfd, group, user), reader, writer)
        try:
            if group is not None:
                await asyncio.to_thread(_enclose, group, pid)
            config = {"uid": user.uid if user else None, "tmpfs_mib": TMPFS_MIB, "tmpfs_inodes": TMPFS_INODES}
            await self._begin(cell, config, REPORTED)
        except BaseException:
            await cell.close()
            raise
        return cell

    async def _shut(self) -> None:
        if self._nursery is not None:
            self._nursery.close()
        cgroups.remove_folders(self._hierarchies)


@dataclass(frozen=True, slots=True)
class _Process:
    """The body of a local cell: a zygote, its control group, its user."""

    pid: int
    pidfd: int
    group: cgroups.Group | None
    user: UserLease | None

    async def limit(self, memory_mib: int, processes: int) -> None:
        if self.group is not None:
            self.group.limit(memory_mib, processes)

    def memory_kills(self) -> int:
        return 0 if self.group is None else self.group.out_of_memory_kills()

    def enclosed(self, pid: int) -> bool:
        return self.group is None or self.group.holds(pid)

    async def end(self) -> None:
        """Process 1 of the cell's process namespace ends only when every other process in it has."""
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.pidfd, signal.SIGKILL)
        try:
            await _readable(self.pidfd, DEATH_S)
            if self.group is not None:
                await asyncio.to_thread(self.group.remove)
        except (TimeoutError, OSError) as error:
            raise SandboxFault(f"cell {self.pid} could not be ended: {error}") from error
        finally:
            os.close(self.pidfd)
            if self.user is not None:
                self.user.release()


async def _readable(fd: int, seconds: float) -> None:
    loop = asyncio.get_running_loop()
    happened = asyncio.Event()
    loop.add_reader(fd, happened.set)
    try:
        async with asyncio.timeout(seconds):
            await happened.wait()
    finally:
        loop.remove_reader(fd)


def _enclose(group: cgroups.Group, pid: int) -> None:
    """Make a cell's group and put its zygote in. Takes some 10 ms with version 1, so it has a thread."""
    group.create()
    group.limit(selftest.LIMITS.memory_mib, selftest.LIMITS.processes)
    group.add(pid)
