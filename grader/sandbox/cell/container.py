"""The container that a cell is in, looked at from inside. Runs inside the cell.

The container is the wall here. It has one user without any capability, so the children set no namespaces of their own:
what those give elsewhere, the container gives, and it is looked at before anything runs. The children of one container
share its process, IPC and mount namespace and its /tmp, one after the other. So each can do nothing there that lasts
(seccomp: no process, no IPC object, no lock, no key, no signal to others), save in /tmp; and a container in which a
submission so much as touched /tmp ends with it.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from pathlib import Path

from . import cage
from .folders import TEMPORARY

TMPFS_BYTES, TMPFS_INODES = 32 << 20, 4096
GROUPS = Path("/sys/fs/cgroup")
UNLIMITED = 1 << 60
ZYGOTE_MIB = 64  # of the container's memory, at least: this process, page tables, pipes
SHARED_MEMORY = "/dev/shm"  # noqa: S108 - what must not be there to write in
WATCHED = (TEMPORARY, "/dev/mqueue")  # the engine mounts the second; Landlock shuts it


class Container:
    """The one this process is in."""

    def __init__(self) -> None:
        self._before = self._writable_places()
        self._kills = self._memory_kills()

    def walls(self) -> cage.Report:
        """What it was promised to be, looked at from inside."""
        report: cage.Report = {}
        looks: dict[str, Callable[[], str]] = {
            "pid": lambda: "" if os.getpid() == 1 else "the cell is not process 1 of a namespace of its own",
            "network": _way_out,
            "ipc": lambda: f"{SHARED_MEMORY} can be written" if os.access(SHARED_MEMORY, os.W_OK) else "",
            "root": _writable,
            "tmpfs": self._unlike_promised,
            "uid": _privileged,
            "memory group": lambda: _no_limit("memory", "memory.limit_in_bytes", "memory.max"),
            "pids group": lambda: _no_limit("pids", "pids.max", "pids.max"),
            "cpu group": lambda: _no_limit("cpu", "cpu.cfs_quota_us", "cpu.max"),
        }
        for wall, look in looks.items():
            try:
                report[wall] = look()
            except OSError as error:
                report[wall] = f"it cannot be looked at: {error}"
        return report

    def too_small(self, memory_mib: int, processes: int) -> str:
        """Why it cannot hold a run of that size; empty if it can, or if its limits cannot be seen."""
        memory = _limit_of("memory", "memory.limit_in_bytes", "memory.max")
        tasks = _limit_of("pids", "pids.max", "pids.max")
        if memory is not None and memory < (memory_mib + ZYGOTE_MIB) << 20:
            return (
                f"a run of {memory_mib} MiB needs a container of {memory_mib + ZYGOTE_MIB}; this one has {memory >> 20}"
            )
        if tasks is not None and tasks < processes + 1:
            return f"a run of {processes} threads needs a container of one more; this one has {tasks}"
        return ""

    def trace(self) -> str:
        """What the last submission left behind; empty if nothing."""
        with contextlib.suppress(ChildProcessError):  # raised when there is none, which is how it must be
            os.waitpid(-1, os.WNOHANG)
            return "a process"
        return "" if self._writable_places() == self._before else f"something in {' or '.join(WATCHED)}"

    def new_memory_kills(self) -> int:
        """How often the kernel has ended a process for its memory since this was last asked."""
        before, self._kills = self._kills, self._memory_kills()
        return self._kills - before

    @staticmethod
    def _writable_places() -> list[tuple[object, ...]]:
        """Changes with any name made or removed in there."""
        there = [path for path in WATCHED if os.path.isdir(path)]
        found = [(os.stat(path), tuple(os.listdir(path))) for path in there]
        return [(names, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_mode) for seen, names in found]

    @staticmethod
    def _memory_kills() -> int:
        path = _group_file("memory", "memory.oom_control", "memory.events")
        with contextlib.suppress(OSError):
            counts = dict(line.split() for line in path.read_text().splitlines())
            return int(counts.get("oom_kill", 0))
        return 0

    def _unlike_promised(self) -> str:
        mount = next((m for m in _mounts() if m.place == TEMPORARY), None)
        if mount is None or mount.kind != "tmpfs":
            return f"{TEMPORARY} is no tmpfs"
        missing = {"noexec", "nosuid", "nodev"} - mount.options
        size = os.statvfs(TEMPORARY)
        if missing or size.f_blocks * size.f_frsize > TMPFS_BYTES or size.f_files > TMPFS_INODES:
            return f"{TEMPORARY} may be at most 32 MiB and 4096 files, noexec, nosuid, nodev"
        if not os.access(TEMPORARY, os.W_OK) or os.stat(TEMPORARY).st_uid == os.getuid():
            return f"{TEMPORARY} must be root's, and of mode 1777: to write in, and not to change"
        return "it is not empty" if os.listdir(TEMPORARY) else ""


class _Mount:
    def __init__(self, line: str) -> None:
        fields, _, rest = line.partition(" - ")
        self.place, self.options = fields.split()[4], set(fields.split()[5].split(","))
        self.kind = rest.split()[0]


def _mounts() -> list[_Mount]:
    return [_Mount(line) for line in Path("/proc/self/mountinfo").read_text().splitlines()]


def _way_out() -> str:
    """Where a packet could go: a route by any interface but the loopback."""
    routes = [line.split()[0] for line in Path("/proc/net/route").read_text().splitlines()[1:]]
    with contextlib.suppress(FileNotFoundError):  # a kernel without IPv6
        routes += [line.split()[-1] for line in Path("/proc/net/ipv6_route").read_text().splitlines()]
    leaving = sorted(set(routes) - {"lo"})
    return f"there are routes by {', '.join(leaving)}" if leaving else ""


def _writable() -> str:
    """Places where this user may write, apart from those that are watched."""
    if not any(mount.place == "/" and "ro" in mount.options for mount in _mounts()):
        return "the root file system is not read-only"
    places = {mount.place for mount in _mounts() if os.path.isdir(mount.place)} - set(WATCHED)
    found = sorted(place for place in places if os.access(place, os.W_OK))
    return f"writable: {', '.join(found)}" if found else ""


def _privileged() -> str:
    ids = [*os.getresuid(), *os.getresgid(), *os.getgroups()]
    if any(number < 1000 for number in ids):
        return f"the cell runs as {ids}"
    for line in Path("/proc/self/uid_map").read_text().splitlines():
        inside, outside, count = map(int, line.split())
        if 0 <= os.getuid() - inside < count and os.getuid() - inside + outside < 1000:
            return f"to the host, the cell's user is {os.getuid() - inside + outside}"
    return ""


def _group_file(controller: str, v1: str, v2: str) -> Path:
    return GROUPS / controller / v1 if (GROUPS / controller).is_dir() else GROUPS / v2


def _limit_of(controller: str, v1: str, v2: str) -> int | None:
    try:
        value = _group_file(controller, v1, v2).read_text().split()[0]
    except OSError:
        return None
    return int(value) if value.isdigit() and int(value) < UNLIMITED else None


def _no_limit(controller: str, v1: str, v2: str) -> str:
    return f"the container has no {controller} limit" if _limit_of(controller, v1, v2) is None else ""
