"""The worker's end of one cell: hand over a program, take frames back, know when to trust the cell no more."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import struct
from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from grader.errors import SandboxFault
from grader.model import Frame, Limits, Observation, Program
from grader.sandbox import wire
from grader.sandbox.cgroups import Group
from grader.sandbox.endings import observe

HEADER = struct.Struct("<IB")
CONFIG, RUN, READY, REFUSED, FAULT, DATA, END = b"CRYNFDE"  # the messages are described in cell/messages.py
MAX_MESSAGE = 16 << 20  # the cell sends data in pieces of 1 MiB and text of at most a few hundred KiB
GRACE_S = 0.8  # after the wall-clock limit the zygote has this long to end the run, then the whole cell is killed
START_S = 20.0
DEATH_S = 5.0
LAST_FRAMES = ("done", "stopped")


class CellRefused(Exception):
    """A wall that is needed cannot be set; `Cell.walls` says which and why."""


class CellLost(Exception):
    """The cell failed or is gone. The submission is not to blame as far as is known: run it in another cell."""


@dataclass(eq=False, slots=True)
class Cell:
    """One started cell. It runs one program at a time; after `sound` turned false it must not be used again."""

    pid: int  # of the zygote, as the worker sees it
    pidfd: int
    group: Group | None
    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter
    release: Callable[[], None]  # called once the cell is dead
    walls: Mapping[str, str] = field(default_factory=dict)  # wall -> "", or why it does not stand
    uses: int = 0
    sound: bool = True
    prepared: bool = False  # a child waits for orders
    _kills: int = 0  # out-of-memory kills known from earlier runs

    async def begin(self, config: Mapping[str, Any]) -> None:
        """Have the walls set and the first child prepared. Raises CellLost, CellRefused."""
        self._send(CONFIG, json.dumps(config).encode())
        async with self._fatal(START_S):
            await self._ready()

    async def _ready(self) -> None:
        kind, payload = await self._receive()
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
        if self.group is not None:
            self.group.limit(limits.memory_mib, limits.processes)
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
        memory = ended.get("signal") == signal.SIGKILL and self._killed_for_memory()
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
        if self.group is None:
            return False
        before, self._kills = self._kills, self.group.out_of_memory_kills()
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
        """Kill the cell with all that is in it, wait until it is dead, and remove its group.

        Process 1 of the cell's process namespace ends only when every other process in it has.
        """
        self.sound = False
        with contextlib.suppress(ProcessLookupError):
            signal.pidfd_send_signal(self.pidfd, signal.SIGKILL)
        self.writer.close()
        try:
            await _readable(self.pidfd, DEATH_S)
            if self.group is not None:
                await asyncio.to_thread(self.group.remove)
        except (TimeoutError, OSError) as error:
            raise SandboxFault(f"cell {self.pid} could not be ended: {error}") from error
        finally:
            os.close(self.pidfd)
            self.release()


def _complete(frames: list[Frame]) -> bool:
    """The program was carried through, or said why it was not."""
    return bool(frames) and frames[-1].head.get("frame") in LAST_FRAMES


async def _readable(fd: int, seconds: float) -> None:
    loop = asyncio.get_running_loop()
    happened = asyncio.Event()
    loop.add_reader(fd, happened.set)
    try:
        async with asyncio.timeout(seconds):
            await happened.wait()
    finally:
        loop.remove_reader(fd)
