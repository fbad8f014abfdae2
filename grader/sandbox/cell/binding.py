"""Finds a student's parameters and copies given values INTO the student's own arrays. Runs inside the cell.

Copying into an array, and never rebinding a name, keeps every alias of it true: the same array in a dict,
behind a read-only property or inside a helper object. Names are compared without case and underscores.
A slot is asked for by its names first; then, where the exercise allows it, by shape in order of declaration.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from .lookup import INNER_NAMES, SCALARS, Look, applies_transposed, array_of, arrays_under, members, objects_under
from .results import clean

Slot = Mapping[str, Any]


class Binder:
    """Binds the slots of one object; remembers across objects which way round a matrix was kept."""

    def __init__(self) -> None:
        self.transposed: set[str] = set()

    def bind(self, root: Any, slots: Sequence[Slot], tensors: Sequence[Any]) -> tuple[dict[str, Any], dict[str, Any]]:
        """(name -> how it was bound or why not, name -> function that writes a value)."""
        self.report: dict[str, Any] = {}
        self.writers: dict[str, Any] = {}
        self.taken: list[np.ndarray[Any, Any]] = []  # arrays that belong to a slot already
        self.arrays: dict[str, list[np.ndarray[Any, Any]]] = {}
        self.holders: dict[str, tuple[str, Any]] = {}  # slot -> the helper object its array was found in
        self.look = Look()
        self.ways: dict[tuple[int, ...], list[tuple[str, Any]]] = {(): [("", root)]}  # by the identity of each step
        for slot in slots:  # all names before any shape: an array that has a name belongs to it
            if slot["name"] not in self.writers:
                self._by_name(slot, slots)
        for slot in slots:
            if slot["name"] in self.writers:
                continue
            if not (slot.get("fallback") and (self._elsewhere(root, slot) or self._by_shape(root, slot))):
                self.report.setdefault(slot["name"], {"missing": "absent"})
        for slot in slots:
            if slot["name"] in self.writers:
                self.writers[slot["name"]](tensors[slot["tensor"]])
        return self.report, self.writers

    def _parents(self, path: Sequence[Sequence[str]]) -> list[tuple[str, Any]]:
        """Every object that the steps of `path` may mean, best first; slots of one object share the way to it."""
        key = tuple(map(id, path))
        if key not in self.ways:
            self.ways[key] = self.look.inside(self._parents(path[:-1]), path[-1])
        return self.ways[key]

    def _by_name(self, slot: Slot, slots: Sequence[Slot]) -> bool:
        *path, names = slot["paths"]
        if slot.get("beside") in self.holders:  # a bias lives where its weight was found
            where, home = self.holders[slot["beside"]]
            for name, value in self.look.named(home, slot["beside_names"]):
                if self._accept(slot, where + name, value):
                    return True
        for where, home in self._parents(path):
            for name, value in self.look.named(home, names):
                if self._accept(slot, where + name, value):
                    return True
            bare = slot.get("itself") and isinstance(home, (np.ndarray, list, tuple, *SCALARS))
            if bare and self._accept(slot, where.rstrip("."), home):
                return True
            if slot.get("split") and self._from_head_objects(slot, where, home, names):
                return True
            if slot.get("fused") and self._fused(slot, where, home, slots):
                return True
        return False

    def _elsewhere(self, root: Any, slot: Slot) -> bool:
        """Nothing goes by a name of its parent: the first object, in order of declaration, that has such an array."""
        *path, names = slot["paths"]
        if not path or self._parents(path):
            return False
        for where, home in objects_under(root):
            for name, value in self.look.named(home, names):
                free = isinstance(value, np.ndarray) and not any(value is other for other in self.taken)
                if free and self._accept(slot, where + name, value):
                    self.report[slot["name"]]["how"] = "elsewhere"
                    return True
        return False

    def _by_shape(self, root: Any, slot: Slot) -> bool:
        *path, _ = slot["paths"]
        homes = self._parents(path)
        for where, home in homes or [("", root)]:
            free: list[tuple[str, Any]] = []  # each array once, however many names lead to it
            for name, array in arrays_under(home):
                if array.shape == tuple(slot["shape"]) and not any(array is other for other in self.taken):
                    free += [(name, array)] if not any(array is other for _, other in free) else []
            if "initial" in slot:
                free = [pair for pair in free if bool(np.all(pair[1] == slot["initial"]))] or free
            if not homes and len(free) > 1:
                return False  # nothing goes by such a name, and the shape alone does not tell which it is
            if free:
                self._take(slot, where + free[0][0], [free[0][1]], "order", lambda value: [value])
                return True
        return False

    def _accept(self, slot: Slot, where: str, value: Any) -> bool:
        shape = tuple(slot["shape"])
        if isinstance(value, (list, tuple)) and value and all(isinstance(part, np.ndarray) for part in value):
            return self._heads(slot, where, list(value))
        if not isinstance(value, np.ndarray):
            inner = [(n, v) for n, v in self.look.named(value, INNER_NAMES) if isinstance(v, np.ndarray)]
            for name, array in inner:
                turned = bool(slot.get("transposable")) and applies_transposed(value, array)
                if self._accept({**slot, "turned": turned}, f"{where}.{name}", array):
                    self.holders[slot["name"]] = (f"{where}.", value)
                    return True
            found = clean(repr(value) if isinstance(value, SCALARS) or value is ... else type(value).__name__, 60)
            self.report.setdefault(slot["name"], {"missing": "not_array", "path": clean(where, 120), "found": found})
            return False
        if (
            value.ndim == 3
            and slot.get("split")
            and value.shape != (shape[0], slot["split"], shape[1] // slot["split"])
        ):
            return self._heads(slot, where, list(value))
        fitting = self._fit(slot, value.shape, shape)
        if fitting is None:
            problem = {"missing": "shape", "path": clean(where, 120), "found": list(value.shape)}
            self.report[slot["name"]] = problem
            return False
        how, change = fitting
        if value.dtype.kind != "f" or not value.flags.writeable:
            kind = "read_only" if value.dtype.kind == "f" else "dtype"
            self.report[slot["name"]] = {"missing": kind, "path": clean(where, 120), "found": clean(value.dtype, 30)}
            return False
        self._take(slot, where, [value], how, change)
        return True

    def _fit(self, slot: Slot, found: tuple[int, ...], shape: tuple[int, ...]) -> tuple[str, Any] | None:
        if slot.get("transposable") and found == shape[::-1]:
            if found != shape:
                self.transposed.add(slot["name"])
            if slot.get("turned") or slot["name"] in self.transposed:
                return "transposed", lambda value: [value.T]
        if found == shape:
            return "name", lambda value: [value]
        a_head_an_axis = len(found) == 3 and found[0] == shape[0]  # [d_model, heads, d_k]
        same = [n for n in found if n > 1] == [n for n in shape if n > 1]
        if math.prod(found) == math.prod(shape) and (same or a_head_an_axis):
            return "reshaped", lambda value: [value.reshape(found)]
        smaller = len(found) == len(shape) and all(
            have == want or (axis in slot.get("shrinkable", ()) and 0 < have < want)
            for axis, (have, want) in enumerate(zip(found, shape, strict=True))
        )
        if smaller:
            return "smaller", lambda value: [value[tuple(slice(n) for n in found)]]
        return None

    def _heads(self, slot: Slot, where: str, parts: list[np.ndarray[Any, Any]]) -> bool:
        """One matrix kept as a piece a head: columns for q, k, v; rows for the output (split axis 0)."""
        if not slot.get("split") or len(parts) != slot["split"]:
            return False
        axis = slot.get("split_axis", -1)
        shape = list(slot["shape"])
        shape[axis] //= len(parts)
        if slot.get("transposable") and parts[0].shape == tuple(shape[::-1]):
            pieces = f"{slot['name']} in pieces"  # a whole matrix in another object may be kept the other way round
            if shape != shape[::-1]:
                self.transposed.add(pieces)
            parts = [part.T for part in parts] if pieces in self.transposed else parts
        if any(part.shape != tuple(shape) or part.dtype.kind != "f" or not part.flags.writeable for part in parts):
            return False
        self._take(slot, where, parts, "heads", lambda value: np.split(value, len(parts), axis=axis))
        return True

    def _from_head_objects(self, slot: Slot, where: str, home: Any, names: Sequence[str]) -> bool:
        """A list of single-head attentions, each with its own narrow matrices."""
        for name, value in members(home).items():
            if isinstance(value, (list, tuple)) and len(value) == slot["split"]:
                parts = [[array_of(part) for _, part in self.look.named(head, names)][:1] for head in value]
                flat = [array for found in parts for array in found if array is not None]
                if len(flat) == len(value) and self._heads(slot, f"{where}{name}", flat):
                    return True
        return False

    def _fused(self, slot: Slot, where: str, home: Any, slots: Sequence[Slot]) -> bool:
        """Query, key and value side by side in one array."""
        group = [other for other in slots if other["name"] in slot["fused"]["together"]]
        width = slot["shape"][-1]
        for name, value in self.look.named(home, slot["fused"]["names"]):
            array = array_of(value, "b", "bias")
            if array is not None and array.shape == (len(group), *slot["shape"]):
                for position, member in enumerate(group):
                    self._take(member, f"{where}{name}[{position}]", [array[position]], "fused", lambda value: [value])
                self.taken.append(array)
                return True
            wanted = (*slot["shape"][:-1], width * len(group))
            if array is not None and slot.get("transposable") and array.shape == wanted[::-1]:
                array = array.T
            if array is None or array.shape != wanted:
                continue
            for position, member in enumerate(group):
                piece = array[..., position * width : (position + 1) * width]
                self._take(member, f"{where}{name}[{position}]", [piece], "fused", lambda value: [value])
            self.taken.append(array)
            return True
        return False

    def _take(self, slot: Slot, where: str, arrays: list[np.ndarray[Any, Any]], how: str, change: Any) -> None:
        shape = list(arrays[0].shape) if how == "smaller" else list(slot["shape"])
        dtype = str(arrays[0].dtype)
        self.report[slot["name"]] = {"path": clean(where, 120), "how": how, "dtype": dtype, "shape": shape}
        if not any(np.any(array) for array in arrays):
            self.report[slot["name"]]["zeros"] = True  # as the student made it
        self.taken += arrays
        self.arrays[slot["name"]] = arrays

        def write(value: np.ndarray[Any, Any]) -> None:
            for array, piece in zip(arrays, change(value), strict=True):
                np.copyto(array, piece, casting="same_kind")

        self.writers[slot["name"]] = write

    def shared(self) -> list[list[str]]:
        """Pairs of slots that are one and the same memory."""
        kept = [(name, array) for name, arrays in self.arrays.items() for array in arrays]
        return [
            [one, two]
            for i, (one, a) in enumerate(kept)
            for two, b in kept[i + 1 :]
            if one != two and np.may_share_memory(a, b) and np.shares_memory(a, b)
        ]
