"""Which workers of this host are alive, whatever container or process namespace they are in.

A worker has a folder, with the sockets of its cells, and holds a lock on it. The kernel frees the lock when the worker
ends, however it ends. So whoever can take the lock of a folder knows that its worker is dead and may clear up after
it; folders that one cannot see (of other hosts, of other users) are nobody's business.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path

from grader.errors import SandboxFault

LONGEST_BASE = 75  # characters: the address of a Unix socket, with what comes after this, has at most 107


def default_base() -> Path:
    """The folder of all folders of this user's workers."""
    if os.geteuid() == 0:
        return Path("/run/grader-workers")
    runtime = os.environ.get("XDG_RUNTIME_DIR")
    return Path(runtime, "grader-workers") if runtime else Path(f"/tmp/grader-workers-{os.geteuid()}")  # noqa: S108


class WorkerFolder:
    """This worker's own, until it is closed."""

    def __init__(self, base: Path) -> None:
        self.base = base
        if len(str(base)) > LONGEST_BASE:
            raise SandboxFault("its name is too long for the addresses of sockets in it")
        base.mkdir(mode=0o700, parents=True, exist_ok=True)
        found = base.lstat()
        if found.st_uid != os.geteuid() or found.st_mode & 0o077 or not base.is_dir():
            raise SandboxFault("it must be a folder of this user that nobody else may enter (mode 700)")
        with _alone(base):
            self.path = base / f"worker-{secrets.token_hex(4)}"
            self.path.mkdir()
            self._lock = _locked(self.path)
        self._serial = 0

    @property
    def name(self) -> str:
        """Unlike that of any other worker."""
        return self.path.name

    def cell(self) -> Path:
        """A new folder, for one cell. Others may go through it: within the container, that is the cell."""
        self._serial += 1
        path = self.path / str(self._serial)
        path.mkdir()
        path.chmod(0o711)
        return path

    @contextlib.contextmanager
    def of_the_dead(self) -> Iterator[list[str]]:
        """Names of workers that are no more. They are forgotten unless the block raises."""
        with _alone(self.base), contextlib.ExitStack() as held:
            dead = []
            for path in self.base.glob("worker-*"):
                lock = _locked(path)
                if lock is not None:
                    held.callback(os.close, lock)
                    dead.append(path)
            yield [path.name for path in dead]
            for path in dead:
                shutil.rmtree(path)

    def close(self) -> None:
        """Remove it and let go of it."""
        if self._lock is not None:
            shutil.rmtree(self.path, ignore_errors=True)
            os.close(self._lock)
            self._lock = None


@contextlib.contextmanager
def _alone(base: Path) -> Iterator[None]:
    """While open, no other worker makes or looks for folders here."""
    opened = os.open(base, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX)
        yield
    finally:
        os.close(opened)


def _locked(path: Path) -> int | None:
    """A descriptor that holds the folder; None if another process does."""
    opened = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(opened)
        return None
    return opened
