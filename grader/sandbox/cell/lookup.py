"""Looks into a student's objects: their parts by name, by place and by order of declaration. Runs inside the cell."""

from __future__ import annotations

import functools
from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

SCALARS = (int, float, str, bytes, bool, type(None))


@functools.lru_cache(maxsize=4096)
def simple(name: str) -> str:
    return name.replace("_", "").lower()


def members(thing: Any) -> dict[str, Any]:
    """The named parts of an object, in order of declaration: attributes, slots, properties, dict entries, items."""
    if isinstance(thing, Mapping):
        return {str(key): value for key, value in thing.items()}
    if isinstance(thing, (list, tuple, deque)):
        return {str(index): value for index, value in enumerate(thing)}
    if isinstance(thing, (np.ndarray, type, *SCALARS)) or (callable(thing) and not hasattr(thing, "__dict__")):
        return {}
    found: dict[str, Any] = dict(getattr(thing, "__dict__", {}))
    for base in type(thing).__mro__[:-1]:
        for name, value in vars(base).items():
            described = isinstance(value, property) or type(value).__name__ == "member_descriptor"
            if described and name not in found:
                try:
                    found[name] = getattr(thing, name)
                except Exception:  # noqa: S112 - a property that raises is simply not a parameter
                    continue
    return found


def named(parent: Any, aliases: Sequence[str]) -> Iterator[tuple[str, Any]]:
    """The members of `parent` (and of the dicts it keeps) that go by one of `aliases`, best alias first."""
    parts = members(parent)
    spelt: dict[str, list[str]] = {}
    for name in parts:
        spelt.setdefault(simple(name), []).append(name)
    for alias in aliases:
        head, _, rest = alias.partition(".")
        for name in spelt.get(simple(head), ()):
            if rest:
                yield from ((f"{name}.{inner}", found) for inner, found in named(parts[name], [rest]))
            else:
                yield name, parts[name]
    for name, value in parts.items():
        if isinstance(value, Mapping):
            yield from ((f"{name}.{inner}", found) for inner, found in named(value, aliases))


def parents(root: Any, path: Sequence[Sequence[str]]) -> list[tuple[str, Any]]:
    """Every object that the components of `path` may mean, best first. A component `#2` is the third item."""
    level: list[tuple[str, Any]] = [("", root)]
    for aliases in path:
        following: list[tuple[str, Any]] = []
        for where, thing in level:
            if aliases[0].startswith("#"):
                items = [v for v in members(thing).items() if not isinstance(v[1], SCALARS)]
                index = int(aliases[0][1:])
                following += [(f"{where}{name}.", value) for name, value in items[index : index + 1]]
            else:
                following += [(f"{where}{name}.", value) for name, value in named(thing, aliases)]
        level = following
    return level


def objects_under(thing: Any, where: str = "", depth: int = 3) -> Iterator[tuple[str, Any]]:
    """`thing` and every object that can be reached from it, in order of declaration."""
    yield where, thing
    for name, value in members(thing).items():
        if depth and not isinstance(value, (np.ndarray, *SCALARS)):
            yield from objects_under(value, f"{where}{name}.", depth - 1)


def arrays_under(thing: Any, where: str = "", depth: int = 3) -> Iterator[tuple[str, np.ndarray[Any, Any]]]:
    """Every float array that can be reached from `thing`, in order of declaration."""
    for name, value in members(thing).items():
        if isinstance(value, np.ndarray):
            if value.dtype.kind == "f":
                yield where + name, value
        elif depth and not isinstance(value, SCALARS) and not callable(getattr(value, "__wrapped__", None)):
            yield from arrays_under(value, f"{where}{name}.", depth - 1)
