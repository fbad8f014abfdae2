"""Frames, as the trusted side reads them: hostile bytes until proven otherwise.

The format is described in `cell/wire.py`, which also packs what goes in. Every length is checked with Python integers
before anything is allocated; heads are JSON of bounded size and depth without duplicate keys, NaN or infinity; an
array's header must be, character for character, what NumPy writes for a listed dtype. Nothing is unpickled.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NoReturn

import numpy as np

from grader.model import Array, Frame, Limits, Program
from grader.sandbox.cell.wire import DTYPES, MAGIC, MAX_DIMENSIONS, PREFIX, U32, pack_frame

MAX_HEAD = 64 << 10  # bytes of JSON
MAX_DEPTH = 32
MAX_TENSORS = 1024  # in one frame: a backward pass has one a parameter
MAX_HEADER = 512  # bytes of a .npy header; eight dimensions need less than 192

_HEADER = re.compile(
    rb"\{'descr': '([<|][fiub][1248])', 'fortran_order': False, 'shape': \(((?:\d{1,12}, ){0,7}\d{1,12},?|)\), \} *\n"
)
_UNWANTED = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff]"
)  # databases and encoders refuse NUL and lone surrogates
_DTYPES = {descr.encode(): np.dtype(descr) for descr in DTYPES}


class BrokenFrame(Exception):
    """The bytes are not a frame, or not one within the limits; the message says how."""


def pack_orders(source: str, program: Program, limits: Limits) -> bytes:
    """Everything a child gets: u32 length and JSON of the limits, u32 length and text of the source, one frame."""
    ruled = {
        "wall_s": limits.wall_s,
        "cpu_s": limits.cpu_s,
        "memory_mib": limits.memory_mib,
        "processes": limits.processes,
        "open_files": limits.open_files,
        "file_mib": limits.file_mib,
        "stdout_kib": limits.stdout_kib,
        "drain_mib": limits.drain_mib,
        "result_bytes": (limits.run_mib << 20) + (limits.frames + 1) * (MAX_HEAD + MAX_HEADER),
    }
    parts = (json.dumps(ruled).encode(), source.encode("utf-8", "surrogatepass"))
    sized = b"".join(U32.pack(len(part)) + part for part in parts)
    return sized + pack_frame(program.head, program.tensors)


@dataclass(slots=True)
class FrameReader:
    """Takes bytes as they come, in any portions, and yields each frame once it is whole and found sound."""

    limits: Limits
    frames: int = 0
    tensor_bytes: int = 0
    over: bool = False  # the end was announced
    beyond: bool = False  # and something came after it
    _waiting: bytearray = field(default_factory=bytearray)

    def feed(self, data: bytes) -> Iterator[Frame]:
        """The frames that `data` completes. Raises BrokenFrame; after that the reader is of no more use."""
        if self.over:
            self.beyond = self.beyond or bool(data)
            return
        self._waiting += data
        at = 0
        most = (self.limits.run_mib << 20) + MAX_HEAD + MAX_TENSORS * MAX_HEADER
        while len(self._waiting) - at >= U32.size:
            (length,) = U32.unpack_from(self._waiting, at)
            if not length:
                self.over, self.beyond = True, len(self._waiting) - at > U32.size
                self._waiting.clear()
                return
            if not PREFIX.size <= length <= most:
                _broken(f"a frame of {length} bytes")
            if len(self._waiting) - at < U32.size + length:
                break
            at += U32.size
            yield self._frame(bytes(memoryview(self._waiting)[at : at + length]))
            at += length
        del self._waiting[:at]

    @property
    def partial(self) -> bool:
        """Part of a frame has come, and not its end."""
        return bool(self._waiting)

    def _frame(self, data: bytes) -> Frame:
        """`data` is all of a frame but its first length."""
        self.frames += 1
        if self.frames > self.limits.frames + 1:  # the last one says that it was the last
            _broken(f"more than {self.limits.frames} frames")
        (size,) = U32.unpack_from(data)
        if size > min(MAX_HEAD, len(data) - 2 * U32.size):
            _broken(f"a head of {size} bytes")
        at = U32.size + size
        head = parse_head(data[U32.size : at])
        (count,) = U32.unpack_from(data, at)
        at += U32.size
        if count > min(MAX_TENSORS, (len(data) - at) // (U32.size + len(MAGIC))):
            _broken(f"{count} arrays in {len(data)} bytes")
        tensors = []
        for _ in range(count):
            if len(data) - at < U32.size:
                _broken("an array is cut off")
            (length,) = U32.unpack_from(data, at)
            at += U32.size
            if length > len(data) - at:
                _broken("an array is cut off")
            tensors.append(parse_array(data[at : at + length], self.limits.tensor_mib << 20))
            self.tensor_bytes += tensors[-1].nbytes
            at += length
        if at != len(data):
            _broken(f"{len(data) - at} bytes too many")
        if self.tensor_bytes > self.limits.run_mib << 20:
            _broken(f"more than {self.limits.run_mib} MiB of arrays")
        return Frame(head, tuple(tensors))


def parse_array(data: bytes, most: int) -> Array:
    """The read-only array of one `.npy` version 1.0 of at most `most` bytes of values."""
    start = len(MAGIC) + 2 + int.from_bytes(data[len(MAGIC) : len(MAGIC) + 2], "little")
    if not data.startswith(MAGIC) or len(data) < start or start > MAX_HEADER or start % 64:
        _broken("not a .npy of version 1.0")
    found = _HEADER.fullmatch(data, len(MAGIC) + 2, start)
    dtype = _DTYPES.get(found[1]) if found else None
    if found is None or dtype is None:
        _broken("an array header that NumPy does not write, or a dtype that does not travel")
    shape = tuple(int(n) for n in found[2].split(b",") if n.strip())
    if len(shape) > MAX_DIMENSIONS or (len(shape) == 1) is not found[2].endswith(b","):
        _broken("an array header that NumPy does not write")
    count = math.prod(shape)
    size = count * dtype.itemsize
    if size > most or size != len(data) - start:
        _broken(f"an array of shape {shape} and dtype {dtype} in {len(data) - start} bytes")
    if math.prod(n or 1 for n in shape) > most:  # an empty array may still claim sides that no arithmetic survives
        _broken(f"an array of shape {shape}")
    if dtype.kind == "b" and size and np.frombuffer(data, np.uint8, count, start).max() > 1:
        _broken("a boolean that is neither true nor false")
    return np.frombuffer(data, dtype, count, start).reshape(shape)


def parse_head(data: bytes) -> dict[str, Any]:
    """The JSON object of a head. Raises BrokenFrame."""
    if data.count(b"[") + data.count(b"{") > MAX_DEPTH and _depth(data) > MAX_DEPTH:
        _broken("a head nested too deeply")
    try:
        head = _decode(data.decode("utf-8"))
    except (ValueError, RecursionError) as error:  # UnicodeDecodeError and JSONDecodeError are ValueErrors
        raise BrokenFrame("a head that is not sound JSON") from error
    if not isinstance(head, dict):
        _broken("a head that is not a JSON object")
    if b"\\u" in data and any(_UNWANTED.search(text) for text in _texts(head)):
        _broken("a head with characters that no cell sends")
    return head


def _texts(value: object) -> Iterator[str]:
    """Every string in a JSON value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)


def _depth(data: bytes) -> int:
    """The deepest nesting of brackets outside strings, in one pass (an open string matches up to the end)."""
    deepest = depth = 0
    for mark in re.findall(rb'"(?:[^"\\]|\\.?)*(?:"|$)|[\[\]{}]', data):
        depth += {b"[": 1, b"{": 1, b"]": -1, b"}": -1}.get(mark, 0)
        deepest = max(deepest, depth)
    return deepest


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key comes twice")
    return found


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError("a number beyond float64")
    return value


def _small(text: str) -> int:
    if len(text) > 20:
        raise ValueError("a number beyond 64 bits")
    return int(text)


def _no_constant(text: str) -> NoReturn:
    raise ValueError(f"{text} is not JSON")


_decode = json.JSONDecoder(
    object_pairs_hook=_unique, parse_float=_finite, parse_int=_small, parse_constant=_no_constant
).decode


def _broken(what: str) -> NoReturn:
    raise BrokenFrame(what)
