"""The backend whose cells somebody else runs, such as docker compose: they call on a Unix socket in a shared folder.

The worker holds no right over the containers, least of all the engine's socket. A cell that is of no more use is hung
up on; it ends, and whoever runs it starts it anew, fresh, and it calls again. `docker-compose.yml` shows how they are
to be run; each is looked at from inside before anything runs in it, and refused if it is not as promised.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from grader.sandbox import contained, selftest
from grader.sandbox.backend import TEST_EVERY_S, PooledSandbox, Promise
from grader.sandbox.calls import Call, Listener
from grader.sandbox.cells import Cell, CellLost

SOCKET, LOCK = "cells", "lock"
CALL_S = 30.0
COMPOSE = "run the cells as docker-compose.yml does"
OWN = {
    "cells": Promise("a cell that calls on the socket", "start them (docker compose up), with this folder mounted"),
    "pid": Promise("a process namespace for each cell; seccomp lets nothing be started in it", COMPOSE),
    "network": Promise("no network: only a loopback that is the cell's own", f"{COMPOSE}: network_mode none"),
    "ipc": Promise("no /dev/shm, no message queue; seccomp refuses the rest", f"{COMPOSE}: ipc none"),
    "root": Promise("a read-only image with Python, NumPy and SciPy only", f"{COMPOSE}: read_only"),
    "tmpfs": Promise(
        "32 MiB and 4096 files in /tmp; a container in which it was used ends with the submission",
        f"{COMPOSE}: tmpfs",
    ),
    "uid": Promise("an unprivileged user, on the host as well", f"{COMPOSE}: user, another one for each cell"),
    "capabilities": Promise("all capability sets empty, the bounding set too", f"{COMPOSE}: cap_drop"),
    "memory group": Promise("a control group limits the cell's memory", f"{COMPOSE}: mem_limit"),
    "pids group": Promise("a control group limits processes and threads", f"{COMPOSE}: pids_limit"),
    "cpu group": Promise("one core at most", f"{COMPOSE}: cpus", needed=False),
}


class SocketSandbox(PooledSandbox):
    """Runs submissions in up to `cells` cells that call on the socket in `folder`; more that call wait as spares.

    `runtime` says what they run under, if it is not the engine's own: `runsc` (gVisor) has neither Landlock nor control
    groups to look at. `max_uses` is how many submissions one serves before it is hung up on.
    """

    def __init__(
        self,
        cells: int = 2,
        *,
        folder: Path,
        runtime: str | None = None,
        max_uses: int = 100,
        test_every_s: float = TEST_EVERY_S,
    ) -> None:
        super().__init__(cells, max_uses=max_uses, test_every_s=test_every_s)
        self.folder, self.gvisor = folder, contained.is_gvisor(runtime)
        if self.gvisor:
            self.unseen = contained.UNSEEN_IN_GVISOR
        self._listener: Listener | None = None
        self._lock: int | None = None

    def promises(self) -> Mapping[str, Promise]:
        return {**OWN, **contained.cage(self.gvisor)}

    def _expected(self) -> selftest.Expected:
        return contained.expected(self.gvisor)

    async def _open(self) -> None:
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            self._lock = os.open(self.folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            (self.folder / SOCKET).unlink(missing_ok=True)  # of a worker that was killed: the lock says that it is dead
            self._listener = Listener(self.folder / SOCKET)
        except BlockingIOError:
            self._judge({"cells": f"another worker listens in {self.folder}"})
        except OSError as error:
            self._judge({"cells": f"no socket can be made in {self.folder}: {error.strerror}"})

    async def _make(self) -> Cell:
        """The next cell that calls and is as promised. One that ended while it waited to be heard is passed over."""
        end = time.monotonic() + CALL_S
        while True:
            call = await self._next_call(end)
            cell = Cell(_Caller(call.pid), call.reader, call.writer)
            try:
                self._judge({"uid": "a cell calls as root"} if call.uid == 0 else {})
                await self._begin(cell, {"uid": None}, contained.REPORTED)
            except CellLost:
                await cell.close()
            except BaseException:
                await cell.close()
                raise
            else:
                self._misses.pop("cells", None)
                return cell

    async def _next_call(self, end: float) -> Call:
        assert self._listener is not None
        try:
            return await self._listener.accept(max(0.0, end - time.monotonic()))
        except TimeoutError:
            self._judge({**self._misses, "cells": f"none called on {self._listener.path} within {CALL_S:g} s"})
            raise

    async def _seen(self, cell: Cell) -> selftest.Misses:
        """By this host's kernel, if it is that of the cell and the worker sees its processes."""
        return {} if self.gvisor or not cell.pid else selftest.outside(cell)

    async def _shut(self) -> None:
        if self._listener is not None:
            self._listener.close()
            self._listener = None
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


@dataclass(frozen=True, slots=True)
class _Caller:
    """The body of a cell that somebody else runs: all that can be done is to hang up, which ends it."""

    pid: int

    async def limit(self, memory_mib: int, processes: int) -> None:
        """The container has its limits; RLIMIT_AS and RLIMIT_NPROC hold each submission to its own."""

    def memory_kills(self) -> int:
        return 0  # the cell reports them

    def enclosed(self, pid: int) -> bool:  # noqa: ARG002 - the cell has looked for itself
        return True

    async def end(self) -> None:
        """Hanging up is enough: the zygote ends, as process 1 of its container, and with it everything in there."""
