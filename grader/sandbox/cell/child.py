"""One submission: a fork of the zygote that cages itself, waits for its orders, carries them out once, and ends.

Descriptors: 0 reads nothing, 1 and 2 are the captured output, 3 takes the results, 4 brings the orders and is closed
before any student code runs. Whoever holds 3 can write frames; that is all it gives: the other side takes them as
hostile bytes of this one submission.
"""

from __future__ import annotations

import fcntl
import gc
import io
import json
import os
import signal
import sys
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

import numpy as np

from . import cage, folders, harness, kernel, warmup, wire

RESULTS, ORDERS, PROC = 3, 4, 5
ENVIRONMENT = {"HOME": "/tmp", "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1"}  # noqa: S108 - the private one
FAULT, OUT_OF_MEMORY = 70, 71  # exit statuses: something escaped the harness; there was no memory left to go on


def main(
    config: Mapping[str, Any], descriptors: Sequence[int], private_root: bool, walls: Mapping[str, str], base: int
) -> NoReturn:
    """Run in the child of a fork; never returns. `descriptors`: output, results, orders, the host's /proc."""
    status = FAULT
    try:
        _place(descriptors)
        report = {**walls, **cage.enter(config, PROC, private_root)}
        _write(json.dumps(report).encode() + b"\n")
        if all(not report[wall] for wall in config["needed"]):
            _obey(base)
    except MemoryError:
        status = OUT_OF_MEMORY
    finally:
        os._exit(status)


def _place(descriptors: Sequence[int]) -> None:
    """Give the descriptors their numbers and close every other one."""
    output, results, orders, proc = (fcntl.fcntl(fd, fcntl.F_DUPFD, PROC + 1) for fd in descriptors)
    for source, number in ((output, 1), (output, 2), (results, RESULTS), (orders, ORDERS), (proc, PROC)):
        os.dup2(source, number)
    kernel.syscall("close_range", PROC + 1, 0x7FFF_FFFF, 0)
    os.setsid()


def _obey(base: int) -> NoReturn:
    """Wait for the orders, and run them. The walls stand already; the limits come with the orders."""
    _dress()
    warmup.touch()
    orders = memoryview(_read_orders())
    os.close(ORDERS)
    (size,) = wire.U32.unpack_from(orders)
    limits = json.loads(bytes(orders[4 : 4 + size]))
    at = 4 + size
    (size,) = wire.U32.unpack_from(orders, at)
    source = bytes(orders[at + 4 : at + 4 + size]).decode("utf-8", "surrogatepass")
    head, tensors = wire.unpack_frame(orders[at + 4 + size :])
    orders.release()
    cage.limit(limits, base)
    gc.enable()
    harness.run(source, head, tensors, emit)
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    _write(wire.OVER)
    os.close(RESULTS)  # wakes the zygote, which reports the end and then ends this process: that takes longer
    while True:
        signal.pause()


def emit(head: dict[str, Any], arrays: Sequence[np.ndarray[Any, Any]]) -> None:
    """Hand one frame over, whole, before anything else happens: a crash in the next call does not undo it."""
    _write(wire.pack_frame(head, arrays))


def _write(data: bytes) -> None:
    view = memoryview(data)
    while view:
        view = view[os.write(RESULTS, view) :]


def _read_orders() -> bytes:
    """One message, u32 length first. The end of the pipe means that the cell is being closed."""
    data = bytearray()
    wanted = 4
    while len(data) < wanted:
        chunk = os.read(ORDERS, 1 << 20)
        if not chunk:
            os._exit(0)
        data += chunk
        if wanted == 4 and len(data) >= 4:
            wanted = 4 + int.from_bytes(data[:4], "little")
    return bytes(data[4:])


def _dress() -> None:
    """What the student's program finds: text streams that keep every finished line, and a small environment."""
    for number, name in ((1, "stdout"), (2, "stderr")):
        raw = io.BufferedWriter(io.FileIO(number, "w", closefd=False))
        stream = io.TextIOWrapper(raw, "utf-8", "backslashreplace", line_buffering=True)
        setattr(sys, name, stream)
        setattr(sys, f"__{name}__", stream)
    sys.path[:] = filter(folders.importable, sys.path)
    sys.argv = ["submission.py"]
    os.environ.clear()
    os.environ.update(ENVIRONMENT)
