"""Control groups, version 1 or 2: limits on a cell as a whole, and the only honest count of out-of-memory kills.

One group a cell, made before the cell's walls and removed with it. All of ours lie in one folder per hierarchy and
carry the process id and start time of their worker, so that a later worker can sweep what a killed one left.
Where groups cannot be written, a cell has RLIMIT_AS and RLIMIT_NPROC only: its processes and threads count
against its own uid, and it can have but one process, so both still bound the submission.
"""

from __future__ import annotations

import contextlib
import itertools
import os
import time
from dataclasses import dataclass
from pathlib import Path

FOLDER = "grader"
WANTED = ("memory", "pids", "cpu")
ZYGOTE_MIB = 64  # of the group's memory: the zygote's own pages, page tables, pipes
ZYGOTE_TASKS = 2
PERIOD_US = 100_000
REMOVE_S = 2.0
CREATE_TRIES = 5


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """Where groups can be made, and for which controllers."""

    version: int
    root: Path
    controllers: tuple[str, ...]


@dataclass(slots=True)
class Group:
    """The groups of one cell, one folder a hierarchy."""

    hierarchies: tuple[Hierarchy, ...]
    name: str
    _set: tuple[int, int] = (0, 0)

    def _files(self, controller: str, v1: str, v2: str) -> Path | None:
        for hierarchy in self.hierarchies:
            if controller in hierarchy.controllers:
                return hierarchy.root / FOLDER / self.name / (v1 if hierarchy.version == 1 else v2)
        return None

    def _put(self, controller: str, v1: str, v2: str, value: object) -> None:
        path = self._files(controller, v1, v2)
        if path is not None:
            path.write_text(str(value))

    def create(self) -> None:
        """Make the folders and hold the cell to one core. Raises OSError."""
        for hierarchy in self.hierarchies:
            for _ in range(CREATE_TRIES):
                _usable(hierarchy)  # another worker that closes removes our common folder when it finds it empty
                with contextlib.suppress(FileNotFoundError):
                    (hierarchy.root / FOLDER / self.name).mkdir()
                    break
            else:
                raise FileNotFoundError(f"{hierarchy.root / FOLDER} is removed as often as it is made")
        self._put("cpu", "cpu.cfs_quota_us", "cpu.max", PERIOD_US)  # of the default period of 100 ms: one core

    def limit(self, memory_mib: int, processes: int) -> None:
        """Set the limits of the next run; nothing is written if they are those of the last one."""
        if (memory_mib, processes) == self._set:
            return
        size = (memory_mib + ZYGOTE_MIB) << 20
        with contextlib.suppress(OSError):  # a limit on memory plus swap may not be below the one on memory
            self._put(
                "memory", "memory.memsw.limit_in_bytes", "memory.swap.max", -1 if self._version("memory") == 1 else 0
            )
        self._put("memory", "memory.limit_in_bytes", "memory.max", size)
        if self._version("memory") == 1:
            with contextlib.suppress(OSError):  # kernels without swap accounting have no such file
                self._put("memory", "memory.memsw.limit_in_bytes", "", size)
        self._put("pids", "pids.max", "pids.max", processes + ZYGOTE_TASKS)
        self._set = (memory_mib, processes)

    def _version(self, controller: str) -> int:
        return next((h.version for h in self.hierarchies if controller in h.controllers), 0)

    def add(self, pid: int) -> None:
        """Move a process in; what it forks from now on is in as well."""
        for hierarchy in self.hierarchies:
            (hierarchy.root / FOLDER / self.name / "cgroup.procs").write_text(str(pid))

    def holds(self, pid: int) -> bool:
        """The process is in every one of the groups."""
        places = [hierarchy.root / FOLDER / self.name / "cgroup.procs" for hierarchy in self.hierarchies]
        return all(str(pid) in place.read_text().split() for place in places)

    def memory_limit(self) -> int | None:
        """The limit in force, in bytes; None without one."""
        path = self._files("memory", "memory.limit_in_bytes", "memory.max")
        text = path.read_text().strip() if path else "max"
        return int(text) if text.isdigit() else None

    def out_of_memory_kills(self) -> int:
        """How often the kernel has ended a process of this cell for its memory."""
        path = self._files("memory", "memory.oom_control", "memory.events")
        if path is None:
            return 0
        counts = dict(line.split() for line in path.read_text().splitlines())
        return int(counts.get("oom_kill", 0))

    def remove(self) -> None:
        """Take the folders away. The processes must be dead; the kernel may need a moment to notice."""
        for hierarchy in self.hierarchies:
            path = hierarchy.root / FOLDER / self.name
            end = time.monotonic() + REMOVE_S
            while path.exists():
                try:
                    path.rmdir()
                except OSError:
                    if time.monotonic() > end:
                        raise
                    time.sleep(0.002)  # EBUSY while the last exit is being accounted; there is no event to wait for


def hierarchies() -> tuple[Hierarchy, ...]:
    """The hierarchies in which this process can make groups with limits; empty if there is none."""
    found = []
    for line in Path("/proc/self/mountinfo").read_text().splitlines():
        before, _, after = line.partition(" - ")
        kind, _, options = after.split(" ", 2)
        root = Path(before.split()[4])
        if kind == "cgroup":
            controllers = tuple(set(WANTED) & set(options.split(",")))
            found.append(Hierarchy(1, root, controllers))
        elif kind == "cgroup2":
            given = (root / "cgroup.controllers").read_text().split() if (root / "cgroup.controllers").exists() else []
            found.append(Hierarchy(2, root, tuple(set(WANTED) & set(given))))
    return tuple(h for h in found if h.controllers and _usable(h))


def _usable(hierarchy: Hierarchy) -> bool:
    """Our folder can be made there, and hands its controllers on."""
    folder = hierarchy.root / FOLDER
    try:
        if hierarchy.version == 2:
            for place in (hierarchy.root, folder):
                folder.mkdir(exist_ok=True)
                (place / "cgroup.subtree_control").write_text(" ".join(f"+{c}" for c in hierarchy.controllers))
        else:
            folder.mkdir(exist_ok=True)
    except OSError:
        return False
    return os.access(folder, os.W_OK)


_serial = itertools.count(1)  # of the process: two sandboxes in it never share a group


def group_name() -> str:
    """A name that says whose group it is: cell-PID-START-SERIAL of this worker."""
    return f"cell-{os.getpid()}-{_start_time(os.getpid())}-{next(_serial)}"


def _start_time(pid: int) -> str | None:
    """Clock ticks after boot at which a process was started, so that a reused process id is not taken for it."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except OSError:
        return None


def sweep(found: tuple[Hierarchy, ...]) -> None:
    """Remove groups of workers that are no more. Only empty ones can be removed, so nothing alive is lost."""
    for hierarchy in found:
        for path in (hierarchy.root / FOLDER).glob("cell-*-*-*"):
            _, pid, start, *_ = path.name.split("-")
            if pid.isdigit() and _start_time(int(pid)) != start:
                with contextlib.suppress(OSError):
                    path.rmdir()


def remove_folders(found: tuple[Hierarchy, ...]) -> None:
    """Remove our folder too, unless another worker has groups in it."""
    for hierarchy in found:
        with contextlib.suppress(OSError):
            (hierarchy.root / FOLDER).rmdir()
