"""Runs a program on an implementation and reports what came back. Runs inside the cell, after the cage is set.

The same harness runs the student's text (in a cell), the supplied helpers, and - in the trusted process - our
wrong variants. It judges nothing: a program holds inputs and parameters, never an expected value, and a frame holds
raw arrays. See `Steps` for the language. Every exception of student code becomes part of a frame.
"""

from __future__ import annotations

import dis
import inspect
import random
from collections.abc import Callable, Mapping, Sequence
from types import CodeType, FunctionType
from typing import Any

import numpy as np

from .binding import Binder
from .gradients import gradients_of
from .loading import NotPython, compiled, load, offered_modules, run_source
from .results import FILENAME, BadReturn, clean, describe, plain

Emit = Callable[[dict[str, Any], Sequence[Any]], None]
Step = Mapping[str, Any]
STUDENT_FAULTS = BaseException  # SystemExit and KeyboardInterrupt are a student's to raise, and ours to report


def run(source: str | CodeType, head: Mapping[str, Any], tensors: Sequence[Any], emit: Emit) -> None:
    """Load `source`, do every step of `head`, and emit one frame a step as soon as it is finished."""
    np.random.seed(0)  # the same text gets the same initial weights and the same dropout, run after run
    random.seed(0)
    supplied: dict[str, Any] = {}
    given = head.get("supplied") or {}
    if given:
        run_source(given["source"], "<supplied>", supplied)
    names = {name: supplied[name] for name in given.get("names", ())}
    refused = head.get("refused_imports", ())
    with offered_modules(names, given.get("modules", ()), head.get("ignored_imports", ()), refused):
        try:
            code, notes = compiled(source)
            module = load(code, names)
        except NotPython as error:
            told = {"type": "SyntaxError", "message": clean(error), "line": error.line}
            emit({"frame": "stopped", "reason": "syntax_error", **told}, ())
            return
        except STUDENT_FAULTS as error:
            told = describe(error)
            if isinstance(error, ModuleNotFoundError) and str(error.name).partition(".")[0] in refused:
                told["message"] = f"{error.name} is not part of this exercise: implement it with NumPy"
            else:
                told["message"] = f"{told['type']}: {told['message']}".removesuffix(": ")
            emit({"frame": "stopped", "reason": "exception", **told}, ())
            return
        module.__dict__.update(head.get("globals", {}))
        steps = Steps(module.__dict__, head, tensors, emit, supplied, names)
        steps.loaded(notes)
        for step in head["steps"]:
            steps.do(step)
        emit({"frame": "done"}, ())


class Steps:
    """The language: build (an object), bind (its parameters), call (its method), backward (its own gradient)."""

    def __init__(
        self,
        namespace: dict[str, Any],
        head: Mapping[str, Any],
        tensors: Sequence[Any],
        emit: Emit,
        supplied: dict[str, Any],
        names: Mapping[str, Any],
    ) -> None:
        self.namespace, self.tensors, self.emit = namespace, tensors, emit
        self.target, self.aliases = head["target"], head.get("aliases", ())
        self.max_bytes = int(head.get("tensor_bytes", 8 << 20))
        self.supplied, self.names = supplied, names
        own = {name: namespace[name] for name in names if namespace.get(name) is not names[name]}
        self.own = {name: helper for name, helper in own.items() if not is_unfinished(helper)}
        self.unfinished = sorted(own.keys() - self.own.keys())
        namespace.update({name: names[name] for name in self.unfinished})
        self.objects: dict[str, Any] = {}
        self.slots: dict[str, Sequence[Mapping[str, Any]]] = {}
        self.writers: dict[str, dict[str, Any]] = {}
        self.rigs: dict[str, Step] = {}
        self.binder = Binder()

    def do(self, step: Step) -> None:
        if step["do"] != "build" and step["rig"] not in self.objects:
            return  # it could not be built, and that has been said
        rig = step if step["do"] == "build" else self.rigs[step["rig"]]
        self._arrange(rig)
        getattr(self, step["do"])(step)

    def _arrange(self, rig: Step) -> None:
        """Let the helper names mean what this rig wants: the student's own definitions, or all supplied ones."""
        if rig.get("supply") == "all":
            self.namespace.update({name: self.names[name] for name in self.own})
        else:
            self.namespace.update(self.own)
        self.supplied.update(rig.get("switches", {}))

    def loaded(self, notes: Sequence[str]) -> None:
        found = self.namespace.get(self.target["name"])
        defined = [n for n, v in self.namespace.items() if callable(v) and getattr(v, "__module__", "") == "submission"]
        kind = "missing" if found is None else "class" if isinstance(found, type) else "function"
        if not callable(found) and found is not None:
            kind = "other"
        frame = {"frame": "loaded", "target": kind, "defined": [clean(n, 60) for n in defined[:40]]}
        line = first_line(found, self.target.get("method", ""))
        notes = [*notes, *(f"unfinished:{name}" for name in self.unfinished)]
        self.emit({**frame, "line": line, "own": sorted(self.own), "notes": notes}, ())

    def build(self, step: Step) -> None:
        frame: dict[str, Any] = {"frame": "built", "rig": step["rig"], "status": "ok"}
        if step.get("supply") == "all" and not self.own:
            self.emit({**frame, "status": "same"}, ())  # nothing to replace: the other rig says it all
            return
        self.rigs[step["rig"]] = step
        target = self.namespace.get(self.target["name"])
        try:
            if self.target["kind"] == "class":
                if not isinstance(target, type):
                    raise TypeError(f"{self.target['name']} is not a class in this file")
                self.objects[step["rig"]] = target(*step["arguments"])
                frame["defaults"] = defaults_of(target)
            else:
                if not callable(target):
                    raise TypeError(f"{self.target['name']} is not a function in this file")
                self.objects[step["rig"]] = target
        except STUDENT_FAULTS as error:
            frame.update(status="exception", error=describe(error))
        self.emit(frame, ())

    def bind(self, step: Step) -> None:
        frame: dict[str, Any] = {"frame": "bound", "rig": step["rig"], "status": "ok"}
        slots = [{**slot, "paths": [self.aliases[i] for i in slot["paths"]]} for slot in step["slots"]]
        try:
            report, writers = self.binder.bind(self.objects[step["rig"]], slots, self.tensors)
            self.slots[step["rig"]], self.writers[step["rig"]] = slots, writers
            frame.update(slots=report, shared=self.binder.shared())
        except STUDENT_FAULTS as error:
            frame.update(status="exception", error=describe(error))
        self.emit(frame, ())

    def call(self, step: Step) -> None:
        frame: dict[str, Any] = {"frame": "called", "id": step["id"], "status": "ok"}
        arrays: list[Any] = []
        changed = step.get("parameters", {})
        try:
            self._write(step["rig"], changed)
            positional = [self._fresh(index) for index in step["inputs"]]
            keywords = {name: self._fresh(index) for name, index in step.get("keywords", {}).items()}
            method, frame["by"] = self._method(step["rig"])
            value = method(*positional, **keywords)
            frame["aliases"] = [isinstance(value, np.ndarray) and np.may_share_memory(value, x) for x in positional]
            array, frame["kind"] = plain(value, self.max_bytes)
            arrays = [array]
            if step.get("echo"):
                arrays += [np.ascontiguousarray(x) for x in positional]
        except BadReturn as bad:
            frame.update(status="bad_return", kind=bad.kind, found=bad.found)
        except STUDENT_FAULTS as error:
            frame.update(status="exception", error=describe(error))
        try:
            self._write(step["rig"], dict.fromkeys(changed))
        except STUDENT_FAULTS as error:  # arrays frozen by the call: later calls would see the changed values
            frame.update(status="exception", error=describe(error))
            arrays = []
        self.emit(frame, arrays)

    def backward(self, step: Step) -> None:
        frame: dict[str, Any] = {"frame": "backward", "id": step["id"], "status": "ok", "names": []}
        thing, arrays = self.objects[step["rig"]], []
        if not callable(getattr(thing, "backward", None)):
            self.emit({**frame, "status": "absent"}, ())
            return
        try:
            method, _ = self._method(step["rig"])
            method(*[self._fresh(index) for index in step["inputs"]])
            returned = thing.backward(self._fresh(step["dout"]))
            shapes = {slot["name"]: tuple(slot["shape"]) for slot in self.slots.get(step["rig"], ())}
            found = gradients_of(thing, returned, step["inputs_named"], step["parameters_named"], shapes)
            for name, value in found.items():
                array, _ = plain(value, self.max_bytes)
                frame["names"].append(name)
                arrays.append(array)
        except BadReturn as bad:
            frame.update(status="unrecognised", found=bad.found)
            frame["names"], arrays = [], []
        except STUDENT_FAULTS as error:
            frame.update(status="exception", error=describe(error), names=[])
            arrays = []
        self.emit(frame, arrays)

    def _method(self, rig: str) -> tuple[Callable[..., Any], str]:
        thing = self.objects[rig]
        if self.target["kind"] == "function":
            return thing, "function"
        method = getattr(thing, self.target["method"], None)
        if callable(method):
            return method, "method"
        if callable(thing):
            return thing, "call"
        raise AttributeError(f"{self.target['name']} has no method {self.target['method']}")

    def _fresh(self, index: int | None) -> Any:
        return None if index is None else np.array(self.tensors[index], order="C")

    def _write(self, rig: str, changed: Mapping[str, int | None]) -> None:
        """Write other values into some parameters; None writes the value of the `bind` step again."""
        base = {slot["name"]: slot["tensor"] for slot in self.slots.get(rig, ())}
        for name, index in changed.items():
            if name in self.writers.get(rig, {}):
                self.writers[rig][name](self.tensors[base[name] if index is None else index])


def first_line(found: Any, method: str) -> int | None:
    """Where in the student's file the method, or the function itself, begins. Looks without running anything of it."""
    found = inspect.getattr_static(found, method, found)
    found = inspect.getattr_static(found, "__func__", found)  # a static method or a class method
    if isinstance(found, FunctionType) and found.__code__.co_filename == FILENAME:
        return found.__code__.co_firstlineno
    return None


def is_unfinished(helper: Any) -> bool:
    """Whether a helper was left as a sheet leaves it: nothing but `pass`, `...` or `raise NotImplementedError`."""
    methods = (inspect.getattr_static(helper, name, None) for name in ("forward", "__call__"))  # runs nothing
    code = next((m.__code__ for m in (helper, *methods) if isinstance(m, FunctionType)), None)
    if code is None:
        return False
    steps = [step for step in dis.get_instructions(code) if step.opname not in ("RESUME", "NOP")]
    if steps[-1].opname == "RAISE_VARARGS":
        return bool(code.co_names == ("NotImplementedError",))
    return steps[0].argval is None and {s.opname for s in steps} <= {"LOAD_CONST", "RETURN_CONST", "RETURN_VALUE"}


def defaults_of(target: Any) -> dict[str, float]:
    """The numeric defaults of a constructor's parameters."""
    try:
        parameters = inspect.signature(target).parameters.values()
    except (TypeError, ValueError):
        return {}
    return {
        p.name: p.default for p in parameters if isinstance(p.default, (int, float)) and not isinstance(p.default, bool)
    }
