"""The channel between a cell and its worker: messages of u32 length | one byte of kind | payload. Runs inside the cell.

    worker -> cell   C config (JSON), once; R orders for one run
    cell -> worker   Y ready: a child is prepared (JSON: its walls); N refused: a wall is missing (JSON: all walls)
                     S spent: the submission left a trace, so the cell ends here (text: which)
                     F our own fault, and the cell ends (text for the log)
                     D bytes from the results pipe, as they came; E end of the run (JSON) and the captured output

Only D carries bytes that a student may have made, and the worker reads all of them as hostile.
"""

from __future__ import annotations

import select
import socket
import struct

HEADER = struct.Struct("<IB")
CONFIG, RUN, READY, REFUSED, SPENT, FAULT, DATA, END = b"CRYNSFDE"
UNSENT_BYTES = 1 << 20  # beyond this the child waits on its full pipe until the worker has caught up


class Closed(Exception):
    """The worker is gone or wants no more."""


class Channel:
    """The cell's end. Sending never waits unless asked to, so that a slow worker cannot put off a kill."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self._unsent = bytearray()

    def fileno(self) -> int:
        """Descriptor number, for polling."""
        return self.connection.fileno()

    def receive(self) -> tuple[int, memoryview]:
        """The next message; raises Closed at the end of the stream."""
        length, kind = HEADER.unpack(self._exactly(HEADER.size))
        return kind, memoryview(self._exactly(length))

    def _exactly(self, count: int) -> bytearray:
        data = bytearray(count)
        view = memoryview(data)
        while view:
            received = self.connection.recv_into(view)
            if not received:
                raise Closed
            view = view[received:]
        return data

    @property
    def behind(self) -> bool:
        """The worker has not taken what was sent."""
        return len(self._unsent) > UNSENT_BYTES

    def send(self, kind: int, payload: bytes) -> None:
        """Queue one message and pass on what the socket takes now."""
        self._unsent += HEADER.pack(len(payload), kind)
        self._unsent += payload
        self.push()

    def push(self) -> None:
        """Pass on what the socket takes now."""
        while self._unsent:
            try:
                sent = self.connection.send(self._unsent, socket.MSG_DONTWAIT)
            except BlockingIOError:
                return
            except OSError as error:
                raise Closed from error
            del self._unsent[:sent]

    def flush(self) -> None:
        """Wait until everything is passed on."""
        while self._unsent:
            select.select([], [self.connection], [])
            self.push()
