"""The frames of a run, read as evidence. Frames come from a hostile process: every field is taken with care."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from grader.catalog.plan import Plan, expanded
from grader.checks.precision import Precision, precision_of
from grader.model import Array, Frame, Observation, printable

SHORT, LONG, MANY = 200, 2048, 100  # characters of a name, of a message; entries of a list
ABSENT: Mapping[str, Any] = {"missing": "absent"}

PLACE = re.compile(r"[0-9]{1,7} of code cell [0-9]{1,4}")
MAX_LINE = 1 << 20  # no file that is taken has more lines


@dataclass(frozen=True, slots=True)
class Call:
    """What one call came to."""

    status: str  # ok | exception | bad_return | missing
    value: Array | None = None
    echoed: tuple[Array, ...] = ()
    kind: str = ""  # array | list | scalar; or what was returned instead of an array
    by: str = "method"  # method | call | function
    aliases: bool = False
    error: Mapping[str, Any] = field(default_factory=dict)  # type, message, line
    found: str = ""


@dataclass(frozen=True, slots=True)
class Backward:
    """What the student's own backward handed over."""

    status: str  # ok | absent | unrecognised | exception
    gradients: Mapping[str, Array] = field(default_factory=dict)
    error: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rig:
    """What came of building one object and of filling its parameters."""

    status: str  # ok | same | exception | missing
    error: Mapping[str, Any] = field(default_factory=dict)
    defaults: Mapping[str, float] = field(default_factory=dict)
    slots: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    shared: tuple[tuple[str, str], ...] = ()

    def absent(self, required: Sequence[str]) -> dict[str, Mapping[str, Any]]:
        """The required parameters that were not bound, with the reason."""
        return {name: self.slots.get(name, ABSENT) for name in required if "missing" in self.slots.get(name, ABSENT)}


@dataclass(frozen=True, slots=True)
class Evidence:
    """Everything a run brought to light."""

    plan: Plan
    observation: Observation
    target: str  # class | function | other | missing | unknown
    defined: tuple[str, ...]
    own: tuple[str, ...]  # supplied names that the student defined instead
    notes: tuple[str, ...]
    rigs: Mapping[str, Rig]
    calls: Mapping[str, Call]
    backward: Mapping[str, Backward]  # by id of the step
    done: bool
    precision: Precision
    line: int | None = None  # of the student's file, where the method that is called begins

    def call(self, id_: str) -> Call:
        return self.calls.get(id_, Call("missing"))

    def rig(self, name: str) -> Rig:
        return self.rigs.get(name, Rig("missing"))

    def shapes(self) -> dict[str, dict[str, list[int]]]:
        """The parameters that each rig's object has, and their shapes. A rig that is the same as another has its."""
        return {name: bound_shapes(self.plan, name, rig) for name, rig in self.rigs.items()}

    def lacking(self, rigs: Collection[str]) -> tuple[str, ...]:
        """The optional parameters that the student's objects of these rigs do not have."""
        asked = {name for rig in rigs for name in self.plan.rigs[rig].optional}
        had = {name for rig in rigs if rig in self.rigs for name in bound_shapes(self.plan, rig, self.rigs[rig])}
        return tuple(sorted(asked - had))


def bound_shapes(plan: Plan, name: str, rig: Rig) -> dict[str, list[int]]:
    """Shapes of the bound parameters, for the reference to use.

    A smaller one is believed only along an axis that the exercise lets be shorter, and only if every parameter agrees
    on that dimension: the reference must be able to compute with them.
    """
    if name not in plan.rigs:
        return {}
    sent: dict[str, list[int]] = {}
    said: dict[str, list[int]] = {}
    sizes: dict[str, set[int]] = {}  # by dimension
    for parameter, slot, _ in expanded(plan.spec, plan.rigs[name].spec):
        if "missing" in rig.slots.get(slot, ABSENT):
            continue
        sent[slot] = list(plan.rigs[name].parameters[slot].shape)
        found: Any = rig.slots[slot].get("shape")
        said[slot] = found if _may_be_cut(sent[slot], found, parameter.shrinkable) else sent[slot]
        for dimension, length in zip(parameter.shape, said[slot], strict=True):
            sizes.setdefault(str(dimension), set()).add(length)
    return said if all(len(found) == 1 for found in sizes.values()) else sent


def _may_be_cut(sent: Sequence[int], found: Any, shrinkable: Sequence[int]) -> bool:
    return (
        isinstance(found, list)
        and len(found) == len(sent)
        and all(
            have == want or (axis in shrinkable and 0 < have < want)
            for axis, (have, want) in enumerate(zip(found, sent, strict=True))
        )
    )


def gather(plan: Plan, observation: Observation) -> Evidence:
    """Read the frames. The first frame of each id counts; frames nobody asked for are passed over."""
    rigs: dict[str, Rig] = {}
    bound: dict[str, Frame] = {}
    calls: dict[str, Call] = {}
    loaded: Mapping[str, Any] = {}
    backward: dict[str, Backward] = {}
    done = False
    for frame in observation.frames:
        head, kind = frame.head, frame.head.get("frame")
        if kind == "loaded" and not loaded:
            loaded = head
        elif kind == "built":
            rigs.setdefault(_text(head.get("rig")), _rig(head))
        elif kind == "bound":
            bound.setdefault(_text(head.get("rig")), frame)
        elif kind == "called":
            calls.setdefault(_text(head.get("id")), _call(frame))
        elif kind == "backward":
            backward.setdefault(_text(head.get("id")), _backward(frame))
        elif kind == "done":
            done = True
    for name, frame in bound.items():
        rigs[name] = _with_slots(rigs.get(name, Rig("ok")), frame.head)
    own = tuple(_texts(loaded.get("own")))
    for name, rig in rigs.items():
        if rig.status == "same" and not _may_be_the_same(plan, name, own):
            rigs[name] = replace(rig, status="missing")
    return Evidence(
        plan,
        observation,
        _text(loaded.get("target", "unknown")),
        tuple(_texts(loaded.get("defined"))),
        own,
        tuple(_texts(loaded.get("notes"))),
        rigs,
        calls,
        backward,
        done,
        precision_of(plan, {id_: call.value for id_, call in calls.items() if call.value is not None}),
        line_number(loaded.get("line")),
    )


def _may_be_the_same(plan: Plan, name: str, own: Sequence[str]) -> bool:
    """Only a rig of supplied helpers can be the same as another, and only if the student has none of their own.

    Its cases are then not judged, so nobody's word is taken for it.
    """
    return name in plan.rigs and plan.rigs[name].spec.supply == "all" and not own


def line_number(value: object) -> int | None:
    """A line of a file of the size that is taken; None for anything else that a process may say."""
    return value if type(value) is int and 0 < value <= MAX_LINE else None


def _place(value: object) -> str | None:
    """A line of a notebook, `4 of code cell 2`: what ipynb.placed made of its number, and no other text."""
    return value if type(value) is str and PLACE.fullmatch(value) else None


def _rig(head: Mapping[str, Any]) -> Rig:
    defaults = {_text(k): v for k, v in _mapping(head.get("defaults")).items() if isinstance(v, (int, float))}
    return Rig(_text(head.get("status")), _error(head.get("error")), defaults)


def _with_slots(rig: Rig, head: Mapping[str, Any]) -> Rig:
    slots = {_text(name): _slot(said) for name, said in _mapping(head.get("slots")).items()}
    shared = head.get("shared")
    pairs = [_texts(pair) for pair in shared[:MANY]] if isinstance(shared, list) else []
    status = rig.status if _text(head.get("status")) == "ok" else "exception"
    error = rig.error or _error(head.get("error"))
    return Rig(status, error, rig.defaults, slots, tuple((pair[0], pair[1]) for pair in pairs if len(pair) == 2))


def _slot(value: Any) -> dict[str, Any]:
    """What was said about one parameter: words, sizes where it speaks of shapes, and whether it was all zeros."""
    said = _mapping(value)
    slot: dict[str, Any] = {
        key: _sizes(told) if isinstance(told, list) else _text(told)
        for key, told in said.items()
        if key in ("missing", "path", "found", "how", "dtype", "shape")
    }
    return {**slot, "zeros": True} if said.get("zeros") is True else slot


def _sizes(value: Sequence[Any]) -> list[int]:
    return [n for n in value[:8] if type(n) is int and 0 <= n < 1 << 31]


def _error(value: Any) -> dict[str, Any]:
    """Type, message and line of an exception; nothing at all if that is no such thing."""
    said = _mapping(value)
    if not said:
        return {}
    words = {"type": _text(said.get("type")), "message": _text(said.get("message"), LONG)}
    return {**words, "line": line_number(said.get("line")) or _place(said.get("line"))}


def _backward(frame: Frame) -> Backward:
    gradients = dict(zip(_texts(frame.head.get("names")), frame.tensors, strict=False))
    return Backward(_text(frame.head.get("status")), gradients, _error(frame.head.get("error")))


def _call(frame: Frame) -> Call:
    head = frame.head
    status = _text(head.get("status"))
    if status == "ok" and not frame.tensors:
        status = "missing"
    aliases = head.get("aliases")
    return Call(
        status if status in ("ok", "exception", "bad_return") else "missing",
        frame.tensors[0] if frame.tensors else None,
        frame.tensors[1:],
        _text(head.get("kind", "array")),
        _text(head.get("by", "method")),
        isinstance(aliases, list) and any(aliases),
        _error(head.get("error")),
        _text(head.get("found")),
    )


def _text(value: Any, most: int = SHORT) -> str:
    return printable(value[:most]) if isinstance(value, str) else ""


def _texts(value: Any) -> list[str]:
    return [_text(item) for item in value[:MANY] if isinstance(item, str)] if isinstance(value, list) else []


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
