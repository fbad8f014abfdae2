"""The two pipes of a run, as the zygote empties them: what is printed, what is handed over. Runs inside the cell."""

from __future__ import annotations

import os

from .messages import DATA, Channel
from .unshared import unshared
from .wire import OVER

PIPE_BYTES = 1 << 20  # what a child may be ahead of us; also the largest an unprivileged process may ask for
CHUNK_BYTES = 64 << 10  # of printed text, read in one go


class Output:
    """What the submission prints: the beginning is kept, the rest counted."""

    def __init__(self, fd: int, keep: int, most: int) -> None:
        self.fd, self.most = fd, most
        self._room = memoryview(unshared(keep + CHUNK_BYTES))  # kept; then space to read the rest into
        self._keep = keep
        self.total = 0

    @property
    def kept(self) -> memoryview:
        """The beginning."""
        return self._room[: min(self.total, self._keep)]

    @property
    def too_much(self) -> bool:
        """More was printed than is read."""
        return self.total > self.most

    def drain(self) -> int:
        """Take what lies in the pipe now: how many bytes that was."""
        before = self.total
        while not self.too_much:
            start = min(self.total, self._keep)
            try:
                count = os.readv(self.fd, [self._room[start : start + CHUNK_BYTES]])
            except BlockingIOError:
                break
            if not count:
                break
            self.total += count
        return self.total - before


class Results:
    """What the submission hands over, passed on unread."""

    def __init__(self, fd: int, most: int, channel: Channel) -> None:
        self.fd, self.most, self.channel = fd, most, channel
        self.total = 0
        self.tail = b""  # the last bytes passed on

    @property
    def too_much(self) -> bool:
        """More was handed over than is passed on."""
        return self.total > self.most

    def drain(self, wait: bool = False) -> int:
        """Pass on what lies in the pipe now: how many bytes that was.

        While the worker is behind, the rest is left in the pipe, unless told to `wait` for the worker.
        """
        before = self.total
        self.channel.push()
        while not self.too_much:
            if wait:
                self.channel.flush()
            if self.channel.behind:
                break
            try:
                piece = self.channel.relay(DATA, self.fd)
            except BlockingIOError:
                break
            if not piece:
                break
            self.total += len(piece)
            self.tail = (self.tail + bytes(piece[-len(OVER) :]))[-len(OVER) :]
            self.channel.push()
        return self.total - before
