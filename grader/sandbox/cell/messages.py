"""The channel between a cell and its worker: messages of u32 length | one byte of kind | payload. Runs inside the cell.

    worker -> cell   C config (JSON), once; R orders for one run
    cell -> worker   Y ready: a child is prepared (JSON: its walls); N refused: a wall is missing (JSON: all walls)
                     S spent: the submission left a trace, so the cell ends here (text: which)
                     F our own fault, and the cell ends (text for the log)
                     D bytes from the results pipe, as they came; E end of the run (JSON) and the captured output

Only D carries bytes that a student may have made, and the worker reads all of them as hostile.
"""

from __future__ import annotations

import os
import select
import socket
import struct

from .unshared import unshared

HEADER = struct.Struct("<IB")
CONFIG, RUN, READY, REFUSED, SPENT, FAULT, DATA, END = b"CRYNSFDE"
UNSENT_BYTES = 1 << 20  # beyond this the child waits on its full pipe until the worker has caught up
PIECE_BYTES = 1 << 20  # passed on in one message


class Closed(Exception):
    """The worker is gone or wants no more."""


class Channel:
    """The cell's end. Sending never waits unless asked to, so that a slow worker cannot put off a kill.

    Everything of a submission stays in memory that no child inherits (`unshared`): what is sent, and what is poured.
    """

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self._queue = unshared(UNSENT_BYTES + 2 * PIECE_BYTES)
        self._view = memoryview(self._queue)
        self._start = self._end = 0  # of what is queued and not yet sent

    def fileno(self) -> int:
        """Descriptor number, for polling."""
        return self.connection.fileno()

    def receive(self) -> tuple[int, int]:
        """(kind, length of the payload) of the next message; raises Closed at the end of the stream."""
        length, kind = HEADER.unpack(self.exactly(HEADER.size))
        return kind, length

    def exactly(self, count: int) -> bytes:
        """The next bytes; for what holds nothing of a submission."""
        data = bytearray(count)
        view = memoryview(data)
        while view:
            received = self.connection.recv_into(view)
            if not received:
                raise Closed
            view = view[received:]
        return bytes(data)

    def pour(self, count: int, fd: int) -> None:
        """Hand the next `count` bytes on to a pipe, unread. Raises BrokenPipeError if nobody reads there."""
        assert self._start == self._end, "the queue is the vessel, and is empty between two runs"
        while count:
            received = self.connection.recv_into(self._view, min(count, PIECE_BYTES))
            if not received:
                raise Closed
            count -= received
            rest = self._view[:received]
            while rest:
                rest = rest[os.write(fd, rest) :]

    @property
    def behind(self) -> bool:
        """The worker has not taken what was sent."""
        return self._end - self._start > UNSENT_BYTES

    def send(self, kind: int, *parts: bytes | memoryview) -> None:
        """Queue one message and pass on what the socket takes now."""
        for part in (HEADER.pack(sum(map(len, parts)), kind), *parts):
            rest = memoryview(part)
            while rest:
                self._make_room(1)
                piece = rest[: len(self._view) - self._end]
                self._view[self._end : self._end + len(piece)] = piece
                self._end += len(piece)
                rest = rest[len(piece) :]
        self.push()

    def relay(self, kind: int, fd: int) -> memoryview:
        """Queue what lies in a pipe as one message; empty at the end of the pipe. Raises BlockingIOError."""
        self._make_room(HEADER.size + PIECE_BYTES)
        start = self._end + HEADER.size
        count = os.readv(fd, [self._view[start : start + PIECE_BYTES]])
        if count:
            HEADER.pack_into(self._view, self._end, count, kind)
            self._end = start + count
        return self._view[start : start + count]

    def _make_room(self, count: int) -> None:
        if len(self._view) - self._end >= count:
            return
        self._queue.move(0, self._start, self._end - self._start)
        self._start, self._end = 0, self._end - self._start
        if len(self._view) - self._end < count:
            self.flush()

    def push(self) -> None:
        """Pass on what the socket takes now."""
        while self._start < self._end:
            try:
                self._start += self.connection.send(self._view[self._start : self._end], socket.MSG_DONTWAIT)
            except BlockingIOError:
                return
            except OSError as error:
                raise Closed from error
        self._start = self._end = 0

    def flush(self) -> None:
        """Wait until everything is passed on."""
        while self._start < self._end:
            select.select([], [self.connection], [])
            self.push()
