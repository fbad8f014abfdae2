"""The zygote's ends of a child's pipes: what it prints, and what it hands over. Runs inside the cell."""

from __future__ import annotations

import os

from .messages import DATA, Channel
from .wire import OVER

PIPE_BYTES = 1 << 20  # what a child may be ahead of us; also the largest an unprivileged process may ask for


class Output:
    """What the submission prints: the beginning is kept, the rest counted."""

    def __init__(self, fd: int, keep: int, most: int) -> None:
        self.fd, self.keep, self.most = fd, keep, most
        self.kept = bytearray()
        self.total = 0

    @property
    def too_much(self) -> bool:
        """More was printed than is read."""
        return self.total > self.most

    def drain(self) -> int:
        """Take what lies in the pipe now: how many bytes that was."""
        before = self.total
        while not self.too_much:
            try:
                chunk = os.read(self.fd, 1 << 16)
            except BlockingIOError:
                break
            if not chunk:
                break
            self.total += len(chunk)
            self.kept += chunk[: self.keep - len(self.kept)]
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
                chunk = os.read(self.fd, PIPE_BYTES)
            except BlockingIOError:
                break
            if not chunk:
                break
            self.total += len(chunk)
            self.tail = (self.tail + chunk[-len(OVER) :])[-len(OVER) :]
            self.channel.send(DATA, chunk)
        return self.total - before
