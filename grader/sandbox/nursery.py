"""Starts the nursery, the process that forks cells, and leases users for them."""

from __future__ import annotations

import errno
import os
import select
import socket
import subprocess
import sys
import threading
from pathlib import Path

from grader.errors import SandboxFault
from grader.sandbox.cells import CellLost

ENVIRONMENT = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
ANSWER_S = 30.0  # the first answer waits for NumPy and SciPy to be imported
FIRST_UID, UIDS = 60_000, 1_000


class Nursery:
    """The process, from the worker's side. It ends with the worker, and every cell ends with it."""

    def __init__(self, program: Path) -> None:
        self._lock = threading.Lock()
        self._control, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._control.settimeout(ANSWER_S)
        worker = os.pidfd_open(os.getpid())
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own program, in our own interpreter
                [sys.executable, "-I", "-B", str(program), str(theirs.fileno()), str(worker)],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env=ENVIRONMENT,
                cwd="/",
                pass_fds=(theirs.fileno(), worker),
                start_new_session=True,
            )
        finally:
            theirs.close()
            os.close(worker)

    @property
    def alive(self) -> bool:
        """It has not ended."""
        return self._process.poll() is None

    def fork(self, channel: socket.socket) -> tuple[int, int]:
        """Have a zygote made that serves `channel`: (its process id, a pidfd of it). Waits. Raises CellLost."""
        with self._lock:
            try:
                socket.send_fds(self._control, [b"fork"], [channel.fileno()])
                answer, descriptors, _, _ = socket.recv_fds(self._control, 64, 1)
            except OSError as error:
                raise CellLost(f"the nursery does not answer: {error}{self._said()}") from error
        if not answer or not descriptors:
            raise CellLost(f"the nursery has ended{self._said()}")
        return _process_id(descriptors[0]), descriptors[0]

    def _said(self) -> str:
        """The last words of a nursery that could not start."""
        assert self._process.stderr is not None
        if not select.select([self._process.stderr], [], [], 0.5)[0]:
            return ""
        return ": " + os.read(self._process.stderr.fileno(), 1 << 16).decode("utf-8", "replace")[-2000:]

    def close(self) -> None:
        """End it, and with it every cell that is left."""
        self._control.close()
        self._process.kill()
        self._process.wait()
        assert self._process.stderr is not None
        self._process.stderr.close()


def _process_id(pidfd: int) -> int:
    """The number that a process has here. Raises CellLost if it has died already."""
    lines = Path(f"/proc/self/fdinfo/{pidfd}").read_text().splitlines()
    pid = next(int(line.split()[1]) for line in lines if line.startswith("Pid:"))
    if pid <= 0:
        raise CellLost("the zygote died at once")
    return pid


class UserLease:
    """A user id that no other cell on this host has now, whichever worker it belongs to.

    Held as the name of an abstract socket: the kernel lets one process have a name, and frees it when that dies.
    """

    def __init__(self) -> None:
        self._held = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        for uid in range(FIRST_UID, FIRST_UID + UIDS):
            try:
                self._held.bind(f"\0grader-sandbox-uid-{uid}")
            except OSError as error:
                if error.errno != errno.EADDRINUSE:
                    raise
            else:
                self.uid = uid
                return
        self._held.close()
        raise SandboxFault(f"all {UIDS} users from {FIRST_UID} on are taken by other cells")

    def release(self) -> None:
        """Let another cell have it."""
        self._held.close()
