"""Spec + seed -> plan: which objects to build, which values to put into them, which calls to make.

The plan's `program` is all that goes into the sandbox. The rest of the plan stays outside: it says which
call belongs to which case, and holds the trusted copies of every input and parameter (never read back from
the student's process). Fixed rigs and cases are drawn from the exercise's id, the same for ever; fresh ones from
the submission's secret seed.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from grader.catalog.draws import draw, shape_of
from grader.catalog.spec import Case, ExerciseSpec, Gradient, Parameter, Rig
from grader.model import Array, Program, float32_exact

STEP = 1e-5  # of the central differences; the optimum for float64 (semantics: error 2e-11 .. 1e-10 of max|grad|)
IGNORED_IMPORTS = ("matplotlib", "matplotlib.pyplot", "pandas", "seaborn", "tqdm", "tqdm.auto", "pytest")


REFUSED_IMPORTS = ("torch", "jax", "tensorflow", "keras", "flax")  # they would do the exercise


@dataclass(frozen=True, slots=True)
class PlannedRig:
    """One object to build, and the trusted copies of the values that are put into it."""

    name: str
    spec: Rig
    parameters: Mapping[str, Array]
    required: tuple[str, ...]  # names of the parameters without which the reference cannot be asked

    @property
    def optional(self) -> set[str]:
        return set(self.parameters) - set(self.required)


@dataclass(frozen=True, slots=True)
class PlannedCase:
    """One call, and the trusted copies of its inputs."""

    id: str
    spec: Case
    rig: PlannedRig
    inputs: Mapping[str, Array]  # as the reference takes them (a mask is additive)

    @property
    def public(self) -> bool:
        """Its numbers may be told: they are the same for everybody."""
        return not self.spec.fresh and not self.rig.spec.fresh


@dataclass(frozen=True, slots=True)
class Probe:
    """Two calls a small step either way along `direction` of one input or parameter."""

    of: str
    direction: Array
    cotangent: int  # index into the measurement's cotangents
    plus: str
    minus: str


@dataclass(frozen=True, slots=True)
class Measurement:
    """The gradient check at one case: d sum(output * cotangent), along directions and by the student's backward."""

    case: str
    of: tuple[str, ...]
    cotangents: tuple[Array, ...]
    probes: tuple[Probe, ...]
    backward: str  # id of the step that runs the student's own backward with the first cotangent


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything about one run."""

    spec: ExerciseSpec
    seed: int
    program: Program
    rigs: Mapping[str, PlannedRig]
    cases: Mapping[str, PlannedCase]
    measurements: tuple[Measurement, ...]
    repeats: Mapping[str, str]  # case -> id of its second call

    def narrowed(self, cases: tuple[str, ...], switches: Mapping[str, Any], lacking: tuple[str, ...]) -> Program:
        """What a wrong variant is run on: only the given cases, and without the parameters that a submission lacks.

        `switches` become globals of the variant and of the supplied helpers.
        """
        rigs = {self.cases[name].rig.name for name in cases}
        steps = []
        for step in self.program.head["steps"]:
            if step["do"] == "build" and step["rig"] in rigs:
                steps.append({**step, "supply": "missing", "switches": {**step.get("switches", {}), **switches}})
            elif step["do"] == "bind" and step["rig"] in rigs:
                steps.append({**step, "slots": [slot for slot in step["slots"] if slot["name"] not in lacking]})
            elif step["do"] == "call" and step["id"] in cases:
                steps.append(step)
        return Program({**self.program.head, "steps": steps, "globals": switches}, self.program.tensors)


class _Tables:
    """The arrays and the lists of aliases of a program, each stored once and referred to by index."""

    def __init__(self) -> None:
        self.arrays: list[Array] = []
        self.aliases: list[tuple[str, ...]] = []
        self._index: dict[int, int] = {}

    def add(self, array: Array) -> int:
        if id(array) not in self._index:
            self._index[id(array)] = len(self.arrays)
            self.arrays.append(array)
        return self._index[id(array)]

    def alias(self, names: tuple[str, ...]) -> int:
        if names not in self.aliases:
            self.aliases.append(names)
        return self.aliases.index(names)


def make_plan(spec: ExerciseSpec, seed: int, supplied_source: str = "") -> Plan:
    """The plan for one submission. The same spec and seed give the same plan, to the bit."""
    fixed = np.random.default_rng(zlib.crc32(spec.id.encode()))
    fresh = np.random.default_rng([seed & 0xFFFFFFFF, seed >> 32])
    tables = _Tables()
    steps: list[dict[str, Any]] = []
    rigs: dict[str, PlannedRig] = {}
    same: dict[str, dict[str, Array]] = {}  # rigs of equal arguments share values, so that they can be compared
    for name, rig in spec.rigs.items():
        key = repr((sorted(rig.arguments.items()), rig.fresh))
        values = same.get(key) or dict(_parameter_values(spec, rig, fresh if rig.fresh else fixed))
        same[key] = values
        required = tuple(own for parameter, own, _ in expanded(spec, rig) if parameter.required)
        rigs[name] = PlannedRig(name, rig, values, required)
        steps += _setting_up(spec, rigs[name], tables)
    cases: dict[str, PlannedCase] = {}
    handed: dict[str, dict[str, Array]] = {}
    calls: list[dict[str, Any]] = []
    for name, case in spec.cases.items():
        rng = fresh if case.fresh else fixed
        made = {key: draw(one, spec.rigs[case.rig].arguments, rng) for key, one in case.inputs.items()}
        handed[name] = {key: student for key, (student, _) in made.items()}
        inputs = {key: reference for key, (_, reference) in made.items()}
        if case.same_inputs_as:
            for key in [key for key, one in case.inputs.items() if one.kind in ("normal", "tokens")]:
                handed[name][key] = handed[case.same_inputs_as][key]
                inputs[key] = cases[case.same_inputs_as].inputs[key]
        cases[name] = PlannedCase(name, case, rigs[case.rig], inputs)
        calls.append(_call(name, case, handed[name], tables, echo=name in spec.behaviour))
    # Public cases first, as declared, so that what the wrong variants make of them is the same for every submission;
    # the others in any order, so that a submission cannot know which call is which.
    steps += [call for call in calls if cases[call["id"]].public]
    steps += [calls[i] for i in fresh.permutation(len(calls)) if not cases[calls[i]["id"]].public]
    measurements = []
    for gradient in spec.gradient:
        measurement, more = _measure(gradient, cases[gradient.case], handed[gradient.case], tables, fresh)
        measurements.append(measurement)
        steps += more
    repeats = {name: f"{name}.repeat" for name in spec.behaviour}
    for name, id_ in repeats.items():
        steps.append(_call(id_, spec.cases[name], handed[name], tables, echo=False))
    target = {"name": spec.target.name, "kind": spec.target.kind, "method": spec.target.method}
    head: dict[str, Any] = {"target": target, "ignored_imports": IGNORED_IMPORTS, "steps": steps}
    head["refused_imports"] = REFUSED_IMPORTS
    head["aliases"] = tables.aliases
    if spec.supplied is not None:
        names, modules = spec.supplied.names, spec.supplied.modules
        head["supplied"] = {"source": supplied_source, "names": names, "modules": modules}
    return Plan(spec, seed, Program(head, tuple(tables.arrays)), rigs, cases, tuple(measurements), repeats)


def expanded(spec: ExerciseSpec, rig: Rig) -> Iterator[tuple[Parameter, str, tuple[tuple[str, ...], ...]]]:
    """Each parameter of a rig with its own name and way: a repeated one once for every index."""
    for parameter in spec.parameters:
        count = int(rig.arguments[parameter.repeat]) if parameter.repeat else 1
        for index in range(count):
            within = tuple(tuple(a.replace("#", f"#{index}") for a in step) for step in parameter.within)
            yield parameter, parameter.name.replace("#", str(index)), within


def _parameter_values(spec: ExerciseSpec, rig: Rig, rng: np.random.Generator) -> Iterator[tuple[str, Array]]:
    for parameter, name, _ in expanded(spec, rig):
        shape = shape_of(parameter.shape, rig.arguments)
        yield name, float32_exact(rng.standard_normal(shape) * parameter.scale + parameter.offset)


def _setting_up(spec: ExerciseSpec, rig: PlannedRig, tables: _Tables) -> Iterator[dict[str, Any]]:
    arguments = [rig.spec.arguments[name] for name in spec.target.arguments]
    build: dict[str, Any] = {"do": "build", "rig": rig.name, "arguments": arguments}
    if rig.spec.supply == "all":
        build["supply"] = "all"
    if rig.spec.switches:
        build["switches"] = rig.spec.switches
    yield build
    slots = []
    for parameter, name, within in expanded(spec, rig.spec):
        slot: dict[str, Any] = {
            "name": name,
            "paths": [tables.alias(names) for names in (*within, parameter.names)],
            "shape": shape_of(parameter.shape, rig.spec.arguments),
            "tensor": tables.add(rig.parameters[name]),
        }
        prefix = name.rpartition(".")[0]
        for key in ("itself", "transposable", "shrinkable", "beside_names", "fallback"):
            if getattr(parameter, key):
                slot[key] = getattr(parameter, key)
        if parameter.beside:
            slot["beside"] = f"{prefix}.{parameter.beside}".lstrip(".")
        if parameter.initial is not None:
            slot["initial"] = parameter.initial
        if parameter.split:
            slot.update(split=int(rig.spec.arguments[parameter.split]), split_axis=parameter.split_axis)
        if parameter.fused:
            together = [f"{prefix}.{other}".lstrip(".") for other in parameter.fused_with]
            slot["fused"] = {"names": parameter.fused, "together": [name, *together]}
        slots.append(slot)
    if slots:
        yield {"do": "bind", "rig": rig.name, "slots": slots}


def _call(
    id_: str, case: Case, handed: Mapping[str, Array], tables: _Tables, *, echo: bool, **more: Any
) -> dict[str, Any]:
    named = {key: tables.add(handed[key]) for key in case.keywords}
    positional = [tables.add(array) for key, array in handed.items() if key not in named]
    step: dict[str, Any] = {"do": "call", "id": id_, "rig": case.rig, "inputs": positional, **more}
    if named:
        step["keywords"] = named
    if echo:
        step["echo"] = True
    return step


def _measure(
    gradient: Gradient, case: PlannedCase, handed: Mapping[str, Array], tables: _Tables, rng: np.random.Generator
) -> tuple[Measurement, list[dict[str, Any]]]:
    output = gradient.output or next(iter(case.spec.inputs.values())).shape
    shape = shape_of(output, case.rig.spec.arguments)
    cotangents = tuple(float32_exact(rng.standard_normal(shape)) for _ in range(gradient.directions))
    probes: list[Probe] = []
    steps: list[dict[str, Any]] = []
    for name in gradient.of:
        base = handed[name] if name in handed else case.rig.parameters[name]
        for index in range(gradient.directions):
            direction = rng.standard_normal(base.shape)
            where = f"{case.id}.{name}{index}"
            probe = Probe(name, direction, index, f"{where}+", f"{where}-")
            for id_, sign in ((probe.plus, 1.0), (probe.minus, -1.0)):
                moved = base + sign * STEP * direction
                if name in handed:
                    steps.append(_call(id_, case.spec, {**handed, name: moved}, tables, echo=False))
                else:
                    changed = {name: tables.add(moved)}
                    steps.append(_call(id_, case.spec, handed, tables, echo=False, parameters=changed))
            probes.append(probe)
    backward = f"{case.id}.backward"
    if gradient.backward:
        named = {
            "inputs_named": [name for name in gradient.of if name in handed],
            "parameters_named": [name for name in gradient.of if name not in handed],
        }
        call = _call(backward, case.spec, handed, tables, echo=False)
        steps.append({**call, "do": "backward", "dout": tables.add(cotangents[0]), **named})
    return Measurement(case.id, gradient.of, cotangents, tuple(probes), backward), steps
