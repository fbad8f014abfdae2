"""The worker's end of one cell: hand over a program, take frames back, know when to trust the cell no more."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import struct
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from grader.model import Frame, Limits, Observation, Program
from grader.sandbox import wire
from grader.sandbox.endings import observe

HEADER = struct.Struct("<IB")
CONFIG, RUN, READY, REFUSED, SPENT, FAULT, DATA, END = b"CRYNSFDE"  # the messages are described in cell/messages.py
MAX_MESSAGE = 16 << 20  # the cell sends data in pieces of 1 MiB and text of at most a few hundred KiB
GRACE_S = 0.8  # after the wall-clock limit the zygote has this long to end the run, then the whole cell is killed
START_S = 20.0
LAST_FRAMES = ("done", "stopped")


class CellRefused(Exception):
    """A wall that is needed cannot be set; `Cell.walls` says which and why."""


class CellLost(Exception):
    """The cell failed or is gone. The submission is not to blame as far as is known: run it in another cell."""


class Body(Protocol):
    """What a cell lives in, a process of this host or a container, as far as the worker has it in hand."""

    @property
    def pid(self) -> int:
        """Process id of the zygote as this host calls it; 0 where that cannot be seen."""

    async def limit(self, memory_mib: int, processes: int) -> None:
        """Hold the cell to the limits of the next run. Raises CellLost."""

    def memory_kills(self) -> int:
        """How often the kernel has ended a process of the cell for its memory, as far as can be seen from here."""

    def enclosed(self, pid: int) -> bool:
        """A process of this host is held to those limits, as far as can be seen from here."""

    async def end(self) -> None:
        """Kill all that is in it, wait until that is dead, leave no trace. Raises SandboxFault."""


@dataclass(eq=False, slots=True)
class Cell:
    """One started cell. It runs one program at a time; after `sound` turned false it must not be used again."""

    body: Body
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    walls: Mapping[str, str] = field(default_factory=dict)  # wall -> "", or why it does not stand
    uses: int = 0
    sound: bool = True
    prepared: bool = False  # a child waits for orders
    _closed: bool = False
    _kills: int = 0  # out-of-memory kills known from earlier runs

    @property
    def pid(self) -> int:
        """Process id of the zygote as this host calls it; 0 where that cannot be seen."""
        return self.body.pid

    @property
    def gone(self) -> bool:
        """It ended while nobody used it."""
        return self.reader.at_eof()

    async def begin(self, config: Mapping[str, Any]) -> None:
        """Have the walls set and the first child prepared. Raises CellLost, CellRefused."""
        self._send(CONFIG, json.dumps(config).encode())
        async with self._fatal(START_S):
            await self._ready()

    async def _ready(self) -> None:
        kind, payload = await self._receive()
        if kind == SPENT:
            raise CellLost(f"the submission left {payload.decode('utf-8', 'replace')}")
        if kind not in (READY, REFUSED):
            raise CellLost(f"message of kind {kind} where a prepared child was due")
        self.walls = {str(name): str(why) for name, why in wire.parse_head(payload).items()}
        self.prepared = kind == READY
        if kind == REFUSED:
            raise CellRefused

    async def run(self, source: str, program: Program, limits: Limits) -> Observation:
        """One run. Raises CellLost when there is nothing to be said about the submission."""
        self.uses += 1
        self.prepared = False
        orders = wire.pack_orders(source, program, limits)
        await self.body.limit(limits.memory_mib, limits.processes)
        reader, broken = wire.FrameReader(limits), ""
        frames: list[Frame] = []
        self._send(RUN, orders)
        ended: Mapping[str, Any] | None = None
        output = b""
        try:
            async with asyncio.timeout(limits.wall_s + GRACE_S):
                while ended is None:
                    kind, payload = await self._receive()
                    if kind == DATA and self.sound:
                        broken = self._take(reader, payload, frames)
                    elif kind == END:
                        (size,) = struct.unpack_from("<I", payload)
                        ended, output = wire.parse_head(payload[4 : 4 + size]), payload[4 + size :]
        except TimeoutError:
            self.sound = False
            ended = {"why": "wall", "wall_ms": (limits.wall_s + GRACE_S) * 1000}
        except (CellLost, wire.BrokenFrame, struct.error) as error:
            self.sound = False
            if not self._killed_for_memory():
                raise CellLost(str(error)) from error
            self._kills -= 1  # it is asked for once more below
            ended = {"why": "exited", "signal": signal.SIGKILL}
        except BaseException:  # cancelled: the run goes on in there, so the cell is of no more use
            self.sound = False
            raise
        if ended.get("why") == "lost":
            self.sound = False
            raise CellLost("the prepared child was gone before it got its orders")
        if not broken and reader.partial and not _complete(frames):
            broken = "the last frame is cut off" if ended.get("why") == "closed" else ""
        self.sound = self.sound and not broken
        killed = ended.get("signal") == signal.SIGKILL
        memory = killed and (ended.get("memory_kills", 0) > 0 or self._killed_for_memory())
        return observe(frames, ended, output, limits, broken=broken, killed_for_memory=memory)

    def _take(self, reader: wire.FrameReader, payload: bytes, frames: list[Frame]) -> str:
        """Add the frames that are complete now; says what was wrong with them, if anything.

        What comes after the last frame of a program does not count, and costs the cell.
        """
        try:
            for frame in reader.feed(payload):
                if _complete(frames):
                    self.sound = False
                    break
                frames.append(frame)
        except wire.BrokenFrame as error:
            self.sound = False
            return "" if _complete(frames) else str(error)
        self.sound = self.sound and not reader.beyond
        return ""

    def _killed_for_memory(self) -> bool:
        before, self._kills = self._kills, self.body.memory_kills()
        return self._kills > before

    async def rest(self) -> None:
        """Wait until the next child is prepared. Raises CellLost."""
        if not self.prepared:
            async with self._fatal(START_S):
                await self._ready()

    @contextlib.asynccontextmanager
    async def _fatal(self, seconds: float) -> AsyncIterator[None]:
        """Whatever goes wrong in here costs the cell."""
        try:
            async with asyncio.timeout(seconds):
                yield
        except (TimeoutError, wire.BrokenFrame) as error:
            self.sound = False
            raise CellLost(f"the cell did not answer: {error}") from error
        except BaseException:
            self.sound = False
            raise

    def _send(self, kind: int, payload: bytes) -> None:
        self.writer.writelines((HEADER.pack(len(payload), kind), payload))

    async def _receive(self) -> tuple[int, bytes]:
        try:
            length, kind = HEADER.unpack(await self.reader.readexactly(HEADER.size))
            if length > MAX_MESSAGE:
                raise CellLost(f"a message of {length} bytes")
            payload = await self.reader.readexactly(length)
        except (asyncio.IncompleteReadError, ConnectionError) as error:
            raise CellLost("the cell closed its channel") from error
        if kind == FAULT:
            raise CellLost(payload.decode("utf-8", "replace"))
        return kind, payload

    async def close(self) -> None:
        """Kill the cell with all that is in it and wait until nothing of it is left. Raises SandboxFault."""
        if self._closed:
            return
        self._closed, self.sound = True, False
        self.writer.transport.abort()  # not `close`, which waits until the cell has taken everything
        with contextlib.suppress(OSError):
            await self.writer.wait_closed()
        await self.body.end()


def _complete(frames: list[Frame]) -> bool:
    """The program was carried through, or said why it was not."""
    return bool(frames) and frames[-1].head.get("frame") in LAST_FRAMES
