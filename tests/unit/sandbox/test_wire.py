"""Frames out of a cell are hostile bytes: whatever they are, the answer is a frame or BrokenFrame, soon and small."""

from __future__ import annotations

import io
import json
import struct
import time
import tracemalloc
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from grader.model import Frame, Limits, Program
from grader.sandbox import wire
from grader.sandbox.cell import wire as inside

LIMITS = Limits()
DTYPES = st.sampled_from([np.dtype(d) for d in inside.DTYPES])
ARRAYS = DTYPES.flatmap(
    lambda dtype: hnp.arrays(dtype, hnp.array_shapes(min_dims=0, max_dims=8, min_side=0, max_side=3))
)
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]))
NUMBERS = st.integers(-(2**62), 2**62) | st.floats(allow_nan=False, allow_infinity=False)
JSON = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=10,
)
HEADS = st.dictionaries(TEXT, JSON, max_size=4)


def read(data: bytes, limits: Limits = LIMITS) -> list[Frame]:
    return list(wire.FrameReader(limits).feed(data))


def same(one: Any, other: Any) -> bool:
    return one.dtype == other.dtype and one.shape == other.shape and one.tobytes() == other.tobytes()


@given(HEADS, st.lists(ARRAYS, max_size=3), st.integers(1, 50))
@settings(max_examples=150, deadline=None)
def test_what_a_cell_packs_is_read_back_whatever_the_portions(
    head: dict[str, Any], arrays: list[Any], size: int
) -> None:
    data = inside.pack_frame(head, arrays) * 2 + inside.OVER
    reader, frames = wire.FrameReader(LIMITS), []
    for at in range(0, len(data), size):
        frames += reader.feed(data[at : at + size])
    assert [frame.head for frame in frames] == [head, head]
    assert all(same(a, b) for frame in frames for a, b in zip(arrays, frame.tensors, strict=True))
    assert reader.over
    assert not reader.beyond


@given(ARRAYS)
@settings(max_examples=100, deadline=None)
def test_arrays_travel_as_numpy_itself_writes_them(array: Any) -> None:
    file = io.BytesIO()
    np.lib.format.write_array(file, array, version=(1, 0), allow_pickle=False)
    assert b"".join(inside.pack_array(array)) == file.getvalue()
    assert same(wire.parse_array(file.getvalue(), 1 << 20), array)


@given(HEADS, st.lists(ARRAYS, max_size=3))
@settings(max_examples=50, deadline=None)
def test_the_cell_reads_its_orders(head: dict[str, Any], arrays: list[Any]) -> None:
    orders = wire.pack_orders("x = 'ü\udc80'", Program(head, tuple(arrays)), LIMITS)
    (size,) = struct.unpack_from("<I", orders)
    assert json.loads(orders[4 : 4 + size])["wall_s"] == LIMITS.wall_s
    at = 4 + size
    (size,) = struct.unpack_from("<I", orders, at)
    assert orders[at + 4 : at + 4 + size].decode("utf-8", "surrogatepass") == "x = 'ü\udc80'"
    found, tensors = inside.unpack_frame(memoryview(orders)[at + 4 + size :])
    assert found == head
    assert all(same(a, b) for a, b in zip(arrays, tensors, strict=True))


@given(st.binary(max_size=300))
@settings(max_examples=300, deadline=None)
def test_noise_is_refused_or_waited_for(data: bytes) -> None:
    try:
        read(data)
        read(struct.pack("<I", len(data)) + data)
        read(struct.pack("<II", len(data) + 8, len(data)) + data + bytes(4))
    except wire.BrokenFrame:
        pass


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_one_changed_byte_gives_a_frame_or_an_error(data: st.DataObject) -> None:
    whole = bytearray(
        inside.pack_frame({"frame": "called", "n": [1, 2.5]}, [np.arange(6.0).reshape(2, 3), np.ones(3, "f4")])
    )
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at] = data.draw(st.integers(0, 255))
    try:
        frames = read(bytes(whole))
    except wire.BrokenFrame:
        return
    for frame in frames:
        assert sum(tensor.nbytes for tensor in frame.tensors) <= len(whole)


@given(st.integers(0, 400))
def test_a_frame_that_is_cut_off_is_waited_for(at: int) -> None:
    whole = inside.pack_frame({"frame": "called"}, [np.arange(6.0)])
    reader = wire.FrameReader(LIMITS)
    assert list(reader.feed(whole[: min(at, len(whole) - 1)])) == []
    assert reader.partial is bool(at)


def head_frame(text: bytes) -> bytes:
    return struct.pack("<II", len(text) + 8, len(text)) + text + bytes(4)


HOSTILE_HEADS = {
    "not an object": b"[1]",
    "not JSON": b"{",
    "NaN": b'{"a": NaN}',
    "infinity": b'{"a": -Infinity}',
    "a number that overflows": b'{"a": 1e999}',
    "an integer of 5000 digits": b'{"a": ' + b"9" * 5000 + b"}",
    "an integer beyond 64 bits": b'{"a": 123456789012345678901234}',
    "a key twice": b'{"a": 1, "a": 2}',
    "an inner key twice": b'{"a": {"b": 1, "b": 2}}',
    "depth": b'{"a":' * 2000 + b"1" + b"}" * 2000,
    "depth in lists": b'{"a":' + b"[" * 60_000 + b"}",
    "not UTF-8": b'{"a": "\xff"}',
    "a lone surrogate": b'{"a": "\\ud800"}',
    "NUL": b'{"a": "\\u0000"}',
    "NUL in a key": b'{"a\\u0000": 1}',
    "strings without end": b'{"a": ' + b'"\\' * 30_000,
    "brackets in strings without end": b'{"a": ["' + b'\\"[' * 20_000,
    "nothing": b"",
}


@pytest.mark.parametrize("text", HOSTILE_HEADS.values(), ids=HOSTILE_HEADS)
def test_hostile_heads_are_refused_at_once(text: bytes) -> None:
    started = time.perf_counter()
    with pytest.raises(wire.BrokenFrame):
        read(head_frame(text))
    assert time.perf_counter() - started < 0.5


def array_frame(*bodies: bytes, count: int | None = None) -> bytes:
    rest = struct.pack("<I", 2) + b"{}" + struct.pack("<I", len(bodies) if count is None else count)
    rest += b"".join(struct.pack("<I", len(body)) + body for body in bodies)
    return struct.pack("<I", len(rest)) + rest


def npy(header: str, data: bytes = b"", pad: int | None = None) -> bytes:
    body = header.encode() + b" " * (-(len(header) + 11) % 64 if pad is None else pad) + b"\n"
    return inside.MAGIC + struct.pack("<H", len(body)) + body + data


def header(descr: str = "<f8", order: str = "False", shape: str = "(1,)") -> str:
    return f"{{'descr': '{descr}', 'fortran_order': {order}, 'shape': {shape}, }}"


HOSTILE_ARRAYS = {
    "32 GiB from a short header": npy(header(shape="(4294967296,)")),
    "sides whose product wraps": npy(header(shape="(4294967296, 4294967296)")),
    "an empty array with impossible sides": npy(header(shape="(0, 999999999999, 999999999999)")),
    "too little data": npy(header(shape="(2,)"), bytes(8)),
    "too much data": npy(header(shape="(1,)"), bytes(16)),
    "objects": npy(header("|O"), bytes(8)),
    "big endian": npy(header(">f8"), bytes(8)),
    "long double": npy(header("<f16"), bytes(16)),
    "complex": npy(header("<c8"), bytes(8)),
    "text": npy(header("<U2"), bytes(8)),
    "float of one byte": npy(header("|f1"), bytes(1)),
    "Fortran order": npy(header(order="True"), bytes(8)),
    "a negative side": npy(header(shape="(-1,)"), bytes(8)),
    "nine dimensions": npy(header(shape="(1, 1, 1, 1, 1, 1, 1, 1, 1)"), bytes(8)),
    "no tuple": npy(header(shape="(1)"), bytes(8)),
    "code in the header": npy("__import__('os').system('true')", bytes(8)),
    "a header without end": npy("{" * 400, bytes(8)),
    "a long header": npy(header(), bytes(8), pad=9000),
    "not aligned": npy(header(), bytes(8), pad=1),
    "version 2": b"\x93NUMPY\x02\x00" + bytes(100),
    "no magic": bytes(200),
    "nothing at all": b"",
    "a boolean of 7": npy(header("|b1"), b"\x07"),
    "more than allowed": npy(header(shape=f"({(8 << 17) + 1},)"), bytes((8 << 20) + 8)),
}


@pytest.mark.parametrize("body", HOSTILE_ARRAYS.values(), ids=HOSTILE_ARRAYS)
def test_hostile_arrays_are_refused_before_anything_is_allocated(body: bytes) -> None:
    data = array_frame(body)
    tracemalloc.start()
    try:
        with pytest.raises(wire.BrokenFrame):
            read(data)
        assert tracemalloc.get_traced_memory()[1] < 5 * len(data) + (1 << 20)
    finally:
        tracemalloc.stop()


HOSTILE_FRAMES = {
    "4 GiB claimed": b"\xff\xff\xff\xff",
    "a length below its own head": struct.pack("<I", 3),
    "a head longer than the frame": struct.pack("<II", 8, 100) + bytes(4),
    "more arrays than bytes": array_frame(count=4_000_000_000),
    "one array too few": array_frame(npy(header(), bytes(8)), count=2),
    "one array too many": array_frame(npy(header(), bytes(8)), npy(header(), bytes(8)), count=1),
    "an array longer than the frame": struct.pack("<IIsI", 4 + 2 + 4 + 4, 2, b"{", 0),
}


@pytest.mark.parametrize("data", HOSTILE_FRAMES.values(), ids=HOSTILE_FRAMES)
def test_hostile_frames_are_refused(data: bytes) -> None:
    with pytest.raises(wire.BrokenFrame):
        read(data + bytes(100))


def test_a_run_has_a_most_of_frames_and_of_bytes() -> None:
    frame = inside.pack_frame({"frame": "called"})
    few = Limits(frames=5)
    assert len(read(frame * 6, few)) == 6  # five calls, and the one that says that it is done
    with pytest.raises(wire.BrokenFrame, match="more than 5 frames"):
        read(frame * 7, few)
    big = inside.pack_frame({"frame": "called"}, [np.zeros(100_000)])
    with pytest.raises(wire.BrokenFrame, match="more than 1 MiB"):
        read(big * 2, Limits(run_mib=1))


def test_after_the_end_nothing_counts() -> None:
    frame = inside.pack_frame({"frame": "done"})
    reader = wire.FrameReader(LIMITS)
    assert len(list(reader.feed(frame + inside.OVER + b"garbage"))) == 1
    assert reader.beyond
    assert list(reader.feed(frame)) == []


def test_arrays_are_read_only() -> None:
    (frame,) = read(inside.pack_frame({}, [np.ones(3)]))
    assert not frame.tensors[0].flags.writeable
    assert frame.tensors[0].flags.aligned


@pytest.mark.parametrize("array", [np.ones(2, "O"), np.ones(2, "c16"), np.ones(2, ">f8"), np.ones((1,) * 9)])
def test_a_cell_packs_only_what_travels(array: Any) -> None:
    with pytest.raises(ValueError, match="do not travel"):
        inside.pack_frame({}, [array])
