"""The frames of a run, read as evidence. Frames come from a hostile process: every field is taken with care."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from grader.catalog.plan import Plan
from grader.checks.precision import Precision, precision_of
from grader.model import Array, Frame, Observation

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
        return {
            name: self.slots.get(name, {"missing": "absent"})
            for name in required
            if "missing" in self.slots.get(name, {"missing": "absent"})
        }


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
    """Shapes of the bound parameters; a reported shape is believed only within what the plan sent."""
    shapes: dict[str, list[int]] = {}
    if name not in plan.rigs:
        return shapes
    for slot, value in plan.rigs[name].parameters.items():
        said = rig.slots.get(slot, {"missing": "absent"})
        if "missing" in said:
            continue
        reported = said.get("shape")
        believable = (
            isinstance(reported, list)
            and len(reported) == value.ndim
            and all(isinstance(n, int) and 0 < n <= m for n, m in zip(reported, value.shape, strict=True))
        )
        shapes[slot] = list(reported) if believable and isinstance(reported, list) else list(value.shape)
    return shapes


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


def line_number(value: object) -> int | None:
    """A line of a file of the size that is taken; None for anything else that a process may say."""
    return value if type(value) is int and 0 < value <= MAX_LINE else None


def _rig(head: Mapping[str, Any]) -> Rig:
    defaults = {k: v for k, v in _mapping(head.get("defaults")).items() if isinstance(v, (int, float))}
    return Rig(_text(head.get("status")), _mapping(head.get("error")), defaults)


def _with_slots(rig: Rig, head: Mapping[str, Any]) -> Rig:
    slots = {name: _mapping(said) for name, said in _mapping(head.get("slots")).items()}
    shared = head.get("shared")
    pairs = tuple((_text(p[0]), _text(p[1])) for p in shared if len(p) == 2) if isinstance(shared, list) else ()
    status = rig.status if _text(head.get("status")) == "ok" else "exception"
    return Rig(status, rig.error or _mapping(head.get("error")), rig.defaults, slots, pairs)


def _backward(frame: Frame) -> Backward:
    gradients = dict(zip(_texts(frame.head.get("names")), frame.tensors, strict=False))
    return Backward(_text(frame.head.get("status")), gradients, _mapping(frame.head.get("error")))


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
        _mapping(head.get("error")),
        _text(head.get("found")),
    )


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: Any) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
