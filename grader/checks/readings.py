"""Which way of reading the statement a submission follows, decided once and held for all its calls."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from grader.catalog.plan import PlannedCase
from grader.catalog.references import Expected
from grader.catalog.spec import Choice
from grader.checks.compare import Comparison, compare, tolerance_for
from grader.checks.evidence import Call, Evidence
from grader.checks.precision import Precision

GLANCE = 2  # ordinary cases that show whether a reading may be the right one
FINE = 0.02  # error over the largest entry below which two choices may differ and be called fine: two GELUs, two eps


@dataclass(frozen=True, slots=True)
class Combination:
    """One choice of every reading."""

    names: tuple[str, ...]
    options: Mapping[str, Any]
    tags: Mapping[str, str]
    notes: tuple[str, ...]
    credit: float
    tolerance: float
    gradient_tolerance: float
    smooth_needed: bool  # a loosened tolerance counts only with a right gradient

    @property
    def switches(self) -> dict[str, Any]:
        """The options as globals of the supplied helpers and of wrong variants: `gelu` is GELU there."""
        return {name.upper(): value for name, value in self.options.items()}

    def applies(self, case: PlannedCase) -> bool:
        """A case belongs to this combination unless one of its tags says otherwise."""
        tags = {**case.rig.spec.tags, **case.spec.tags}
        return all(self.tags.get(key, value) == value for key, value in tags.items())


@dataclass(frozen=True, slots=True)
class CaseResult:
    """One call against the reference: `comparison` is None where nothing could be compared."""

    case: PlannedCase
    call: Call
    comparison: Comparison | None
    reason: str = ""  # why not: exception | bad_return | missing | parameters

    @property
    def right(self) -> bool:
        return self.comparison is not None and self.comparison.same

    @property
    def shaped(self) -> bool:
        return self.comparison is not None and self.comparison.kind != "shape"


@dataclass(frozen=True, slots=True)
class Judged:
    """All cases under one combination."""

    combination: Combination
    results: tuple[CaseResult, ...]
    optional: tuple[CaseResult, ...] = field(default=())

    @property
    def near(self) -> bool:
        """Every generic call came back, and what is off may be the work of a fine choice."""
        generic = [r.comparison for r in self.results if r.case.spec.generic]
        return bool(generic) and all(one is not None and one.error <= FINE for one in generic)

    @property
    def all_right(self) -> bool:
        return bool(self.results) and all(result.right for result in self.results)

    def fraction(self) -> float:
        """Weight of the right cases over the weight of all."""
        total = sum(result.case.spec.weight for result in self.results)
        return sum(r.case.spec.weight for r in self.results if r.right) / total if total else 0.0

    def rank(self) -> tuple[float, float, float]:
        """Higher is nearer to right: marks, then calls that came back, then errors - but only by the factor: readings
        that are about as far off are equal, and the statement's own comes first."""
        errors = [min(r.comparison.error, 1e6) if r.comparison else 1e6 for r in self.results]
        returned = sum(r.comparison is not None for r in self.results) / max(len(self.results), 1)
        mean = sum(errors) / max(len(errors), 1)
        return (self.fraction() * self.combination.credit, returned, -math.floor(math.log(mean + 1e-300, 4)))


def combinations(evidence: Evidence) -> Iterator[Combination]:
    """Every combination of choices that this submission could follow, the statement's own first.

    Of a reading whose choices give nearly the same numbers only the first one: the others are its `refinements`.
    """
    readings = evidence.plan.spec.readings
    axes = [axis[:1] if r.fine else axis for r, axis in zip(readings, relevant_choices(evidence), strict=True)]
    orders = itertools.product(*(range(len(axis)) for axis in axes))
    for picks in sorted(orders, key=lambda picks: sum(map(is_lenient, axes, picks))):
        yield combined(evidence, [axis[pick] for axis, pick in zip(axes, picks, strict=True)])


def refinements(evidence: Evidence, combination: Combination) -> Iterator[Combination]:
    """The combinations that differ from this one in fine choices only, this one first."""
    readings = evidence.plan.spec.readings
    axes = [
        axis if reading.fine else [choice for choice in axis if choice.name == name]
        for reading, axis, name in zip(readings, relevant_choices(evidence), combination.names, strict=True)
    ]
    for choices in itertools.product(*axes):
        yield combined(evidence, choices)


def relevant_choices(evidence: Evidence) -> list[tuple[Choice, ...]]:
    """For each reading the choices that this submission could have made."""
    spec = evidence.plan.spec
    given = set(spec.supplied.names) if spec.supplied else set()
    more_defined = set(evidence.defined) - given - {spec.target.name}  # a helper may go by another name,
    # ... or have no name at all, its arrays lying in the object itself
    unnamed = any(said.get("how") == "elsewhere" for rig in evidence.rigs.values() for said in rig.slots.values())
    axes = []
    for reading in spec.readings:
        own = more_defined or unnamed or any(name in evidence.own for name in reading.when_own)
        relevant = own or not reading.when_own
        filled = [rig for rig in evidence.rigs.values() if rig.slots]
        if reading.when_absent:
            relevant = relevant and any(rig.absent([reading.when_absent]) for rig in filled)
        if reading.when_present:
            relevant = relevant and not all(rig.absent([reading.when_present]) for rig in filled)
        axes.append(reading.choices if relevant else reading.choices[:1])
    return axes


def combined(evidence: Evidence, choices: Sequence[Choice]) -> Combination:
    """One choice of every reading, taken together."""
    spec = evidence.plan.spec
    loosened = [choice.tolerance for choice in choices if choice.tolerance is not None]
    gradient = [c.gradient_tolerance for c in choices if c.gradient_tolerance is not None]
    return Combination(
        tuple(choice.name for choice in choices),
        {key: value for choice in choices for key, value in choice.options.items()},
        {key: value for choice in choices for key, value in choice.tags.items()},
        tuple(choice.note for choice in choices if choice.note),
        math.prod(choice.credit for choice in choices),
        max(loosened, default=spec.tolerance),
        max(gradient, default=spec.gradient_tolerance),
        max(loosened, default=0.0) > 1e-5,
    )


def is_lenient(choices: Sequence[Choice], pick: int) -> bool:
    """Whether this choice gives something away: it is tried after all that do not."""
    return choices[pick].credit < 1 or choices[pick].tolerance is not None


Known = dict[tuple[object, ...], CaseResult]  # results by what they depend on: combinations share most of theirs


def judge(
    evidence: Evidence, expected: Expected, combination: Combination, known: Known, *, glance: bool = False
) -> Judged:
    """Compare every case that belongs to the combination; or, at a glance, only the first ordinary ones."""
    options = (*sorted(combination.options.items()), combination.tolerance)
    results: list[CaseResult] = []
    optional: list[CaseResult] = []
    for case in evidence.plan.cases.values():
        if glance and sum(result.case.spec.generic for result in results) == GLANCE:
            break
        if combination.applies(case) and evidence.rig(case.rig.name).status != "same":
            if (case.id, options) not in known:
                known[case.id, options] = _one(evidence, expected, combination, case)
            result = known[case.id, options]
            (optional if case.spec.optional else results).append(result)
    return Judged(combination, tuple(results), tuple(optional))


def _one(evidence: Evidence, expected: Expected, combination: Combination, case: PlannedCase) -> CaseResult:
    call = evidence.call(case.id)
    if evidence.rig(case.rig.name).absent(case.rig.required):
        return CaseResult(case, call, None, "parameters")
    if call.status != "ok" or call.value is None:
        return CaseResult(case, call, None, call.status)
    wanted = expected.values(case, combination.options)
    dtypes = [call.value.dtype.name, *(draw.dtype for draw in case.spec.inputs.values())]
    if evidence.precision is Precision.SINGLE:
        dtypes.append("float32")
    tolerance = tolerance_for(tuple(dtypes), combination.tolerance)
    return CaseResult(case, call, compare(call.value, wanted, tolerance))
