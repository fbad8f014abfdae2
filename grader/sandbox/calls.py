"""Where cells in containers call the worker: a Unix socket in a folder that is mounted, read-only, into them.

The cell calls, not the worker: so a connection says that a cell is ready, a cell that was started anew is found again
by itself, and the worker opens no path in a folder that a container could write.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import struct
from dataclasses import dataclass
from pathlib import Path

READ_AHEAD = 1 << 20
_CREDENTIALS = struct.Struct("3i")  # process, user, group


@dataclass(frozen=True, slots=True)
class Call:
    """A cell on the line."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    pid: int  # of the caller, as this process sees it; 0 if it is in a namespace that is not below ours
    uid: int


class Listener:
    """Takes calls at `path`, which must not exist. Any user may call: who can reach the folder decides."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._waiting: asyncio.Queue[socket.socket] = asyncio.Queue()
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            self._socket.setblocking(False)
            self._socket.bind(str(path))
            path.chmod(0o666)
            self._socket.listen(256)
        except BaseException:
            self._socket.close()
            raise
        asyncio.get_running_loop().add_reader(self._socket, self._take)

    def _take(self) -> None:
        with contextlib.suppress(BlockingIOError):
            self._waiting.put_nowait(self._socket.accept()[0])

    async def accept(self, seconds: float) -> Call:
        """The next call; they are heard in turn. Raises TimeoutError."""
        async with asyncio.timeout(seconds):
            connection = await self._waiting.get()
        given = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, _CREDENTIALS.size)
        pid, uid, _ = _CREDENTIALS.unpack(given)
        reader, writer = await asyncio.open_connection(sock=connection, limit=READ_AHEAD)
        return Call(reader, writer, pid, uid)

    def close(self) -> None:
        """Take no more calls, and hang up on those that wait."""
        if self._socket.fileno() < 0:
            return
        asyncio.get_running_loop().remove_reader(self._socket)
        self._socket.close()
        while not self._waiting.empty():
            self._waiting.get_nowait().close()
        self.path.unlink(missing_ok=True)
