"""JSON with nothing left to chance: one meaning a document, and bounded work to find it.

Refused, though Python's parser takes them: duplicate keys, NaN and Infinity (also 1e999), integers over 64 bits,
nesting over 32, half surrogate pairs, encodings other than UTF-8.
"""

from __future__ import annotations

import json
import math
from typing import Any, NoReturn

MAX_DEPTH = 32
INT64_DIGITS = 20  # of the longest text worth converting: converting takes quadratic time


class NotStrictJson(ValueError):
    """The text is not strict JSON; says where or what."""


def parse(data: bytes) -> Any:
    """The value of a JSON document. Raises NotStrictJson."""
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise NotStrictJson(f"byte {error.start} is not UTF-8") from error
    try:
        value = json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_refuse_constant,
            parse_int=_int64,
            parse_float=_finite,
        )
    except RecursionError as error:
        raise NotStrictJson(f"nested deeper than {MAX_DEPTH}") from error
    except json.JSONDecodeError as error:
        raise NotStrictJson(f"{error.msg}, line {error.lineno}, column {error.colno}") from error
    _check(value)
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        seen: set[str] = set()
        twice = next(key for key, _ in pairs if key in seen or seen.add(key))  # type: ignore[func-returns-value]
        raise NotStrictJson(f"the key {twice[:40]!r} is there twice")
    return found


def _refuse_constant(name: str) -> NoReturn:
    raise NotStrictJson(f"{name} is not a JSON number")


def _int64(text: str) -> int:
    value = int(text) if len(text) <= INT64_DIGITS else None
    if value is None or not -(2**63) <= value < 2**63:
        raise NotStrictJson(f"the integer {text[:24]}... has more than 64 bits")
    return value


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise NotStrictJson(f"the number {text[:24]} is too large")
    return value


def _check(document: Any) -> None:
    """Depth and text, without recursion."""
    level: list[Any] = [document]
    for _ in range(MAX_DEPTH + 1):
        below: list[Any] = []
        for value in level:
            if isinstance(value, str):
                _check_text(value)
            elif isinstance(value, dict):
                for key in value:
                    _check_text(key)
                below.extend(value.values())
            elif isinstance(value, list):
                below.extend(value)
        if not below:
            return
        level = below
    raise NotStrictJson(f"nested deeper than {MAX_DEPTH}")


def _check_text(text: str) -> None:
    if not text.isascii():
        try:
            text.encode("utf-8")
        except UnicodeEncodeError as error:
            raise NotStrictJson("a string holds half of a surrogate pair, which is not text") from error
