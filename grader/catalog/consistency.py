"""What the types of a spec cannot see: names that refer to nothing, points that do not add up, no plan to be made.

The names are looked up in the TOML as it stands, before its types are known to be right: so a misspelt name is told
together with a misspelt type, and an author mends a file once.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from grader.catalog import references
from grader.catalog.plan import expanded, make_plan
from grader.catalog.spec import ExerciseSpec
from grader.model import Limits

Table = Mapping[str, Any]


def dangling_names(data: Table) -> Iterator[str]:
    """Names that refer to nothing, each with its field. `data` may be wrong in any other way."""
    rigs, cases = _tables(data.get("rigs")), _tables(data.get("cases"))
    needed = _names(_table(data.get("target")).get("arguments"))
    inputs = _names(_table(data.get("reference")).get("inputs"))
    for place, (name, case) in enumerate(cases.items()):
        given = _table(case.get("inputs"))
        rig, earlier = case.get("rig"), case.get("same_inputs_as")
        if isinstance(rig, str) and rig not in rigs:
            yield f"cases.{name}.rig: there is no rig {rig!r}; rigs: {', '.join(rigs)}"
        if missing := [key for key in inputs if key not in given]:
            yield f"cases.{name}.inputs: the reference needs {', '.join(missing)}"
        if isinstance(earlier, str) and earlier not in list(cases)[:place]:
            yield f"cases.{name}.same_inputs_as: {earlier!r} is not an earlier case"
        if unknown := [key for key in _names(case.get("keywords")) if key not in given]:
            yield f"cases.{name}.keywords: no such input: {', '.join(unknown)}"
    for name, rig in rigs.items():
        if lacking := [a for a in needed if a not in _table(rig.get("arguments"))]:
            yield f"rigs.{name}.arguments: no value for {', '.join(lacking)}"
    for name in _names(data.get("behaviour")):
        if name not in cases:
            yield f"behaviour: there is no case {name!r}"
    for index, measured in enumerate(_items(data.get("gradient"))):
        where = _table(measured).get("case")
        if isinstance(where, str) and where not in cases:
            yield f"gradient.{index}.case: there is no case {where!r}"
    if unknown := [name for name in _table(data.get("limits")) if name not in Limits.__dataclass_fields__]:
        yield f"limits: unknown: {', '.join(unknown)}; known: {', '.join(Limits.__dataclass_fields__)}"
    layer = _table(data.get("reference")).get("layer")
    if isinstance(layer, str):
        try:
            references.layer(layer)
        except (ImportError, AttributeError, ValueError) as error:
            yield f"reference.layer: reference/{layer}.py has no forward and backward ({error})"


def inconsistencies(spec: ExerciseSpec, supplied: str) -> Iterator[str]:
    """What only a spec of right types and names can still get wrong."""
    for index, gradient in enumerate(spec.gradient):
        case = spec.cases[gradient.case]
        known = {*case.inputs, *(name for _, name, _ in expanded(spec, spec.rigs[case.rig]))}
        if unknown := [name for name in gradient.of if name not in known]:
            yield f"gradient.{index}.of: neither an input nor a parameter: {', '.join(unknown)}"
    try:
        make_plan(spec, 0, supplied)
    except (KeyError, ValueError, IndexError, TypeError) as error:
        yield f"rigs, parameters, cases: no plan can be made of them: {type(error).__name__}: {error}"


def unbalanced_points(spec: ExerciseSpec) -> Iterator[str]:
    """The points of the checks must add up to those of the exercise."""
    total = sum(check.points for check in spec.checks)
    if abs(total - spec.points) > 1e-9:
        yield f"points: is {spec.points:g}, but the checks add up to {total:g}"


def _table(value: object) -> Table:
    return value if isinstance(value, Mapping) else {}


def _tables(value: object) -> dict[str, Table]:
    return {name: entry for name, entry in _table(value).items() if isinstance(entry, Mapping)}


def _items(value: object) -> list[Any]:
    return list(value) if isinstance(value, (list, tuple)) else []


def _names(value: object) -> list[str]:
    return [item for item in _items(value) if isinstance(item, str)]
