"""One cell's zygote: a process that has imported NumPy, never runs student code, and forks one child a submission.

The next child is prepared - forked, caged, waiting - while the cell is idle, and used exactly once. A run is over when
the child closes its results or ends, at the wall-clock limit, or when it has said too much; then it is killed, with
everything in its process namespace, and waited for. Nothing is ever read until "the end of the file": a student
may keep a pipe open for ever.
"""

from __future__ import annotations

import contextlib
import fcntl
import json
import os
import select
import signal
import socket
import time
import traceback
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from . import cage, child, folders, kernel, seccomp
from .container import Container
from .messages import CONFIG, END, FAULT, READY, REFUSED, RUN, SPENT, Channel, Closed
from .streams import PIPE_BYTES, Output, Results
from .wire import OVER

PREPARE_S, LEAVE_S, DEATH_S = 10.0, 0.05, 5.0  # longest waits for a child to be ready, to leave by itself, to be dead
BUSY_BYTES = 32 << 10  # moved in one go: the child is held up by a full pipe, so look again at once
TICKS_MS = (5, 20)  # how often pipes are emptied when nothing else wakes us: in the first 100 ms, later
ZYGOTE_CAPABILITIES = (
    1 << 5 | 1 << 6 | 1 << 7 | 1 << 8 | 1 << 21 | 1 << 24
)  # KILL SETGID SETUID SETPCAP SYS_ADMIN, limits


@dataclass
class Child:
    """A child and our ends of its pipes."""

    pid: int
    death: int  # readable once it is dead
    output: int  # read end
    results: int  # read end
    orders: int  # write end
    outer_pid: int  # as the host's /proc calls it
    walls: dict[str, str] = field(default_factory=dict)

    def kill(self) -> tuple[int, Any]:
        """End it with all it started, wait for that, close the pipes: (wait status, resource usage)."""
        os.kill(self.pid, signal.SIGKILL)  # not waited for before this, so the number is still its own
        if not select.select([self.death], [], [], DEATH_S)[0]:
            raise OSError("a child could not be killed")
        _, status, usage = os.wait4(self.pid, 0)
        return status, usage

    def close(self) -> None:
        """Close our ends."""
        for fd in (self.death, self.output, self.results, self.orders):
            os.close(fd)


class Zygote:
    """Serves one channel until it closes."""

    def __init__(self, connection: socket.socket, container: Container | None = None) -> None:
        self.channel = Channel(connection)
        self.container = container  # the one this process is in, if it is in one

    def serve(self) -> None:
        """Set the cell's walls, then prepare and run children, one at a time."""
        try:
            kind, length = self.channel.receive()
            assert kind == CONFIG
            given = json.loads(self.channel.exactly(length))
            self.config: Mapping[str, Any] = {**given, "contained": self.container is not None}
            self.walls = self.set_walls()
            while True:
                if self.container and (trace := self.container.trace()):
                    self.channel.send(SPENT, trace.encode())
                    self.channel.flush()
                    return
                prepared = self.prepare()
                missing = [wall for wall in self.config["needed"] if prepared.walls.get(wall, "it was not reported")]
                self.channel.send(REFUSED if missing else READY, json.dumps(prepared.walls).encode())
                self.channel.flush()
                if missing:
                    return
                kind, length = self.channel.receive()
                assert kind == RUN
                self.run(prepared, length)
        except Closed:
            return
        except Exception:
            self.channel.send(FAULT, traceback.format_exc()[-2000:].encode("utf-8", "replace"))
            self.channel.flush()
            raise

    def set_walls(self) -> cage.Report:
        """The walls that all of the cell's children share: no network, a private root, no host name.

        An empty network namespace keeps nothing from one submission to the next, and no child may open a socket,
        so it need not be made anew for each. In a container the walls are there already, and are looked at instead.
        """
        report: cage.Report = {}
        kernel.libc.mallopt(kernel.M_ARENA_MAX, 1)  # else every thread of a submission maps 64 MiB it does not use
        self.proc = os.open("/proc", os.O_PATH | os.O_DIRECTORY)
        self.base = self._address_space()
        self.private_root = False
        if self.container:
            return self.container.walls()
        cage.attempt(report, "network", lambda: kernel.unshare(kernel.CLONE_NEWNET))
        cage.attempt(report, "hostname", self._hide_hostname)
        self.private_root = cage.attempt(report, "root", self._private_root)
        if self.config["uid"] is not None:
            kernel.set_capabilities(ZYGOTE_CAPABILITIES)
        with contextlib.suppress(OSError):  # no table for this machine: the child will report that it has no seccomp
            seccomp.program(1)  # kept: the children, each process 1 of its namespace, find it ready
        return report

    @staticmethod
    def _hide_hostname() -> None:
        kernel.unshare(kernel.CLONE_NEWUTS)
        kernel.check(kernel.libc.sethostname(b"cell", 4), "sethostname")

    @staticmethod
    def _private_root() -> None:
        kernel.unshare(kernel.CLONE_NEWNS)
        folders.build_root()

    def _address_space(self) -> int:
        return int(self._read("self/statm").split()[0]) * os.sysconf("SC_PAGE_SIZE")

    def prepare(self) -> Child:
        """Fork the next child and wait until it is caged. It is process 1 of a namespace of its own."""
        results, results_in = os.pipe()
        output, output_in = os.pipe()
        orders_out, orders = os.pipe()
        for fd in (results, orders):
            fcntl.fcntl(fd, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
        walls = dict(self.walls)
        namespace = False
        if self.container is None:
            namespace = cage.attempt(walls, "pid", lambda: kernel.unshare(kernel.CLONE_NEWPID))
        pid = os.fork()
        if not pid:
            inner = (output_in, results_in, orders_out, self.proc)
            child.main(self.config, inner, self.private_root, walls, self.base)
        if namespace:
            kernel.rejoin_own_pid_namespace()
        for fd in (results_in, output_in, orders_out):
            os.close(fd)
        outer = pid if self.container else int(self._read("thread-self/children").split()[0])
        prepared = Child(pid, kernel.death_of(pid), output, results, orders, outer)
        if select.select([results], [], [], PREPARE_S)[0]:
            prepared.walls = json.loads(os.read(results, 1 << 16) or b"{}")
        for fd in (results, output):
            os.set_blocking(fd, False)
        return prepared

    def run(self, prepared: Child, length: int) -> None:
        """Hand the orders to a prepared child and report what comes back."""
        started = time.monotonic()
        ruled = self.channel.exactly(int.from_bytes(size := self.channel.exactly(4), "little"))
        limits = json.loads(ruled)
        if self.container and (why := self.container.too_small(limits["memory_mib"], limits["processes"])):
            raise ValueError(why)  # our own fault: else the submission would be blamed for it
        output = Output(prepared.output, limits["stdout_kib"] << 10, limits["drain_mib"] << 20)
        results = Results(prepared.results, limits["result_bytes"], self.channel)
        try:
            head = length.to_bytes(4, "little") + size + ruled
            os.write(prepared.orders, head)
            self.channel.pour(length - len(size) - len(ruled), prepared.orders)
            # The write end stays open: its closing would be one more wake-up, and the child reads by length.
            why = self._watch(prepared, output, results, started + limits["wall_s"])
        except BrokenPipeError:  # the child was lost while it waited: nothing of the submission has run
            why = "lost"
        ended: dict[str, Any] = {"why": why, "wall_ms": round((time.monotonic() - started) * 1000, 3)}
        ended |= self._usage(prepared)
        if why != "closed":
            status, usage = prepared.kill()
            ended["cpu_ms"] = round((usage.ru_utime + usage.ru_stime) * 1000, 3)
            ended["signal"] = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
            ended["exit"] = os.WEXITSTATUS(status) if os.WIFEXITED(status) else None
        results.drain(wait=True)
        output.drain()
        if self.container:
            ended["memory_kills"] = self.container.new_memory_kills()
        text = json.dumps({**ended, "printed": output.total}).encode()
        self.channel.send(END, len(text).to_bytes(4, "little"), text, output.kept)
        self.channel.flush()
        if why == "closed":  # all was said: its death, which takes 2 ms, need not be waited for to report the rest
            prepared.kill()
        prepared.close()

    def _usage(self, prepared: Child) -> dict[str, float]:
        """CPU milliseconds and the largest resident set of a child that is still there."""
        found = {
            "cpu_ms": round(time.clock_gettime(~prepared.pid << 3 | 2) * 1000, 3)
        }  # its CPU-time clock, as in glibc
        status = self._read(f"{prepared.outer_pid}/status")
        peak = status.partition(b"VmHWM:")[2].split(maxsplit=1)
        if peak:  # a process that has ended has no memory left to look at
            found["peak_mib"] = round(int(peak[0]) / 1024, 1)
        return found

    def _read(self, path: str) -> bytes:
        """A small file of the host's /proc; empty if it has gone."""
        try:
            opened = os.open(path, os.O_RDONLY, dir_fd=self.proc)
        except FileNotFoundError:
            return b""
        try:
            return os.read(opened, 1 << 14)
        except ProcessLookupError:
            return b""
        finally:
            os.close(opened)

    def _watch(self, prepared: Child, output: Output, results: Results, deadline: float) -> str:
        """Empty the pipes until the run is over; the reason why it is.

        The results pipe is not polled for data, only for being closed: sixty small frames would be sixty wake-ups.
        """
        poller = select.poll()
        poller.register(prepared.results, 0)
        poller.register(prepared.death, select.POLLIN)
        poller.register(self.channel.connection, 0)
        slow_from = time.monotonic() + 0.1
        moved = 0
        while True:
            now = time.monotonic()
            tick = 1 if moved > BUSY_BYTES else TICKS_MS[now > slow_from]
            events = {fd for fd, _ in poller.poll(min(tick, max(0.0, (deadline - now) * 1000) + 1))}
            moved = results.drain() + output.drain()
            if self.channel.fileno() in events:
                raise Closed
            if output.too_much:
                return "output"
            if results.too_much:
                return "results"
            if prepared.death in events:
                return "exited"
            if prepared.results in events:
                # Either it has said all and waits, or it is dying, and then its exit status will tell more.
                if results.tail == OVER or not select.select([prepared.death], [], [], LEAVE_S)[0]:
                    return "closed"
                return "exited"
            if time.monotonic() >= deadline:
                return "wall"
