"""What student code hands back, turned into plain arrays and plain words. Runs inside the cell."""

from __future__ import annotations

import sys
import traceback
from typing import Any

import numpy as np

FILENAME = "submission.py"
FLOATS = {"float16", "float32", "float64"}


class BadReturn(Exception):
    """A return value that is not an array; `kind` is the code of what it was instead."""

    def __init__(self, kind: str, found: str) -> None:
        super().__init__(found)
        self.kind = kind
        self.found = found


def clean(text: object, limit: int = 2048) -> str:
    """Text of student origin without control and bidirectional characters, cut to `limit` bytes of UTF-8."""
    try:
        raw = str(text)
    except BaseException as error:  # a student's __str__ may raise anything at all
        raw = f"(its text cannot be shown: {type(error).__name__})"
    raw = raw[:limit].replace(sys.base_prefix, "<python>").replace(sys.prefix, "<python>")
    if raw.isascii() and raw.isprintable():
        return raw
    shown = "".join(c if c == "\n" or c == "\t" or c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in raw)
    return shown.encode("utf-8", "replace")[:limit].decode("utf-8", "ignore")


def describe(error: BaseException) -> dict[str, Any]:
    """Type, message, and the student's own frames of the traceback; nothing of ours."""
    walked = traceback.walk_tb(error.__traceback__)  # not extract_tb: it looks for every file on the disk
    frames = [(line, frame.f_code.co_name) for frame, line in walked if frame.f_code.co_filename == FILENAME]
    return {
        "type": clean(type(error).__name__, 100),
        "message": clean(error),
        "line": frames[-1][0] if frames else None,
        "frames": [[number, clean(name, 80)] for number, name in frames[-5:]],
    }


def plain(value: object, max_bytes: int) -> tuple[np.ndarray[Any, Any], str]:
    """A native C-order base-class copy of a returned array, and the kind of object it came as.

    Accepted: arrays of floats or integers of any memory layout and subclass, masked arrays with nothing
    masked, scalars, and (noted) nested lists of numbers. Everything else raises `BadReturn`.
    """
    kind = "array"
    if value is None:
        raise BadReturn("none", "None")
    if isinstance(value, tuple):
        raise BadReturn("tuple", f"a tuple of {len(value)} things")
    if isinstance(value, list):
        kind = "list"
        try:
            value = np.array(value, dtype=np.float64)
        except (TypeError, ValueError) as error:
            raise BadReturn("object", "a list that is not a regular array of numbers") from error
    elif (isinstance(value, (float, int)) and not isinstance(value, bool)) or isinstance(value, np.generic):
        kind, value = "scalar", np.asarray(value)
    if not isinstance(value, np.ndarray):
        raise BadReturn("object", f"an object of type {clean(type(value).__name__, 60)}")
    if isinstance(value, np.ma.MaskedArray):
        if np.ma.getmaskarray(value).any():
            raise BadReturn("masked", "a masked array with masked entries")
        value = np.ma.getdata(value)
    if value.dtype.kind not in "fiu":
        raise BadReturn("dtype", f"an array of dtype {clean(value.dtype, 60)}")
    if value.ndim > 8:
        raise BadReturn("dimensions", f"an array of {value.ndim} dimensions")
    if value.nbytes > max_bytes:
        raise BadReturn("too_large", f"an array of {value.nbytes} bytes")
    native = value.dtype.newbyteorder("=")
    if native.kind == "f" and native.name not in FLOATS:  # long double
        native = np.dtype(np.float64)
    return np.array(value, dtype=native, order="C", copy=True, subok=False), kind
