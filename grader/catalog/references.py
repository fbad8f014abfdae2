"""The reference's answers for a plan. The only importer of `reference/`."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from grader.catalog.plan import Plan, PlannedCase
from grader.model import Array

Options = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Layer:
    """The two functions of one file of `reference/`."""

    forward: Callable[..., tuple[Array, Any]]
    backward: Callable[[Array, Any], Mapping[str, Array]]


def layer(name: str) -> Layer:
    """The layer `reference/<name>.py`. Raises ModuleNotFoundError or AttributeError if there is none."""
    module = importlib.import_module(f"reference.{name}")
    return Layer(module.forward, module.backward)


@dataclass(slots=True)
class Expected:
    """What the reference computes for the cases of one plan, under a reading's options; each computed once.

    `shapes` says which parameters the student's object has, by rig, and how large they are: a parameter that is
    not there is not given to the reference, and one that is smaller is cut like the student's.
    """

    plan: Plan
    shapes: Mapping[str, Mapping[str, Sequence[int]]]
    _known: dict[tuple[object, ...], tuple[Array, Any]] = field(default_factory=dict)

    def values(self, case: PlannedCase, options: Options) -> Array:
        """The output for one case. The array is shared: callers must not write to it."""
        return self._forward(case, options)[0]

    def gradients(self, case: PlannedCase, options: Options, cotangent: Array) -> Mapping[str, Array]:
        """d sum(output * cotangent) / d each input and parameter, by name."""
        _, cache = self._forward(case, options)
        return layer(self.plan.spec.reference.layer).backward(cotangent, cache)

    def parameters(self, case: PlannedCase) -> dict[str, Array]:
        """The values that the student's parameters of this case's rig hold."""
        found = self.shapes.get(case.rig.name, {})
        return {name: cut(value, found[name]) for name, value in case.rig.parameters.items() if name in found}

    def _forward(self, case: PlannedCase, options: Options) -> tuple[Array, Any]:
        # By the arrays themselves: cases that differ only in how the student is handed them have one answer.
        key = (case.rig.name, *map(id, case.inputs.values()), repr(sorted(options.items())))
        if key not in self._known:
            reference = self.plan.spec.reference
            positional = [case.inputs[name] for name in reference.inputs]
            named = {option: case.inputs[name] for name, option in reference.rename.items() if name in case.inputs}
            given = {name: cast("Any", case.rig.spec.arguments[name]) for name in reference.options}
            forward = layer(reference.layer).forward
            self._known[key] = forward(*positional, params=self.parameters(case), **{**given, **named, **options})
        return self._known[key]


def cut(value: Array, shape: Sequence[int]) -> Array:
    return value[tuple(slice(length) for length in shape)]
