"""Gradients: the student's own backward where there is one, else central differences of the student's forward.

For a random upstream gradient R and a random direction v, the number  sum(R * (f(a + hv) - f(a - hv))) / 2h  must be
<v, d sum(R * f) / da>, whose right-hand side is the reference's backward. One inner product a direction tests every
entry at once. The step is made in the sandbox, the subtraction here, in float64 (h = 1e-5: error 2e-11 .. 1e-10).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np

from grader.catalog.plan import STEP, Measurement, Probe
from grader.catalog.references import Expected, cut
from grader.checks.compare import compare
from grader.checks.evidence import Evidence
from grader.checks.precision import Precision
from grader.checks.readings import Combination, Judged
from grader.model import Array, Finding, Outcome, float32_exact

OWN_BACKWARD_TOLERANCE = 1e-7
SINGLE_TOLERANCE = 1e-4  # of a backward in float32


@dataclass(frozen=True, slots=True)
class Slope:
    """One directional derivative: what the student's forward has, what the reference's backward says."""

    of: str
    numeric: float
    analytic: float
    error: float  # over the length of the reference's gradient


def measurement_for(evidence: Evidence, combination: Combination) -> Measurement | None:
    """The gradient measurement whose case belongs to this reading."""
    plan = evidence.plan
    return next((m for m in plan.measurements if combination.applies(plan.cases[m.case])), None)


def held(measurement: Measurement, analytic: Mapping[str, Array]) -> Measurement:
    """The measurement without the parameters that the student's object does not have, and need not have."""
    of = tuple(name for name in measurement.of if name in analytic)
    return replace(measurement, of=of, probes=tuple(probe for probe in measurement.probes if probe.of in of))


def check(evidence: Evidence, expected: Expected, judged: Judged) -> Finding:
    combination = judged.combination
    measurement = measurement_for(evidence, combination)
    if measurement is None:
        return Finding(check="gradient", outcome=Outcome.SKIPPED, facts={"because": "not_measured"})
    result = next((r for r in judged.results if r.case.id == measurement.case), None)
    if result is None or not result.right or result.call.value is None:
        return Finding(check="gradient", outcome=Outcome.SKIPPED, facts={"because": "values"})
    case = evidence.plan.cases[measurement.case]
    analytic = [expected.gradients(case, combination.options, cotangent) for cotangent in measurement.cotangents]
    measurement = held(measurement, analytic[0])
    own = evidence.backward.get(measurement.backward)
    recognised = own is not None and own.status == "ok" and set(measurement.of) <= set(own.gradients)
    if own is not None and recognised:
        single = evidence.precision is Precision.SINGLE
        return _own_backward(measurement, own.gradients, analytic[0], combination, single)
    facts: dict[str, object] = {}
    if own is not None and own.status != "absent":
        facts["backward"] = "exception" if own.status == "exception" else "unrecognised"
    if result.call.value.dtype != np.float64 or evidence.precision is Precision.SINGLE:
        facts["because"] = "float32"  # central differences of float32 arithmetic are noise; the values speak for it
        return Finding(check="gradient", outcome=Outcome.PASS, fraction=combination.credit, facts=facts)
    slopes = [slope(evidence, measurement, probe, analytic[probe.cotangent]) for probe in measurement.probes]
    wrong = [s for s in slopes if not s.error <= combination.gradient_tolerance]
    facts["tolerance"] = combination.gradient_tolerance
    facts["error"] = max(s.error for s in slopes)
    if not wrong:
        return Finding(check="gradient", outcome=Outcome.PASS, fraction=combination.credit, facts=facts)
    names = sorted({s.of for s in wrong})
    worst = max(wrong, key=lambda s: s.error)
    facts.update(names=names, numeric=worst.numeric, analytic=worst.analytic, of=worst.of)
    right = 1.0 - len(names) / len(measurement.of)
    outcome = Outcome.PARTIAL if right else Outcome.FAIL
    return Finding(check="gradient", outcome=outcome, fraction=0.5 * right * combination.credit, facts=facts)


def slope(evidence: Evidence, measurement: Measurement, probe: Probe, analytic: Mapping[str, Array]) -> Slope:
    """The two sides of the identity for one direction. A call that failed counts as infinitely wrong."""
    plus, minus = evidence.call(probe.plus).value, evidence.call(probe.minus).value
    cotangent = measurement.cotangents[probe.cotangent]
    gradient = analytic[probe.of]
    right = float(np.sum(cut(direction_taken(evidence, measurement, probe), gradient.shape) * gradient))
    if plus is None or minus is None or plus.shape != cotangent.shape or minus.shape != cotangent.shape:
        return Slope(probe.of, np.nan, right, np.inf)
    numeric = float(np.sum(cotangent * (plus.astype(np.float64) - minus.astype(np.float64))) / (2 * STEP))
    length = float(np.linalg.norm(gradient)) or 1.0
    error = abs(numeric - right) / length
    return Slope(probe.of, numeric, right, error if np.isfinite(error) else np.inf)


def direction_taken(evidence: Evidence, measurement: Measurement, probe: Probe) -> Array:
    """The probe's direction, as far as a parameter that is kept in float32 could follow it."""
    rig = evidence.plan.cases[measurement.case].rig
    if evidence.rig(rig.name).slots.get(probe.of, {}).get("dtype") != "float32":
        return probe.direction
    base = rig.parameters[probe.of]
    plus, minus = (float32_exact(base + sign * STEP * probe.direction) for sign in (1.0, -1.0))
    return (plus - minus) / (2 * STEP)


def is_smooth(evidence: Evidence, expected: Expected, combination: Combination) -> bool:
    """Whether the forward has the reading's gradient: tells an approximation from rounding to few bits."""
    measurement = measurement_for(evidence, combination)
    if measurement is None:
        return False
    case = evidence.plan.cases[measurement.case]
    analytic = [expected.gradients(case, combination.options, cotangent) for cotangent in measurement.cotangents]
    measurement = held(measurement, analytic[0])
    slopes = [slope(evidence, measurement, probe, analytic[probe.cotangent]) for probe in measurement.probes]
    return all(s.error <= combination.gradient_tolerance for s in slopes)


def _own_backward(
    measurement: Measurement,
    own: Mapping[str, Array],
    analytic: Mapping[str, Array],
    combination: Combination,
    single: bool,
) -> Finding:
    allowed = SINGLE_TOLERANCE if single else max(OWN_BACKWARD_TOLERANCE, 0.1 * combination.tolerance)
    loose = {name: SINGLE_TOLERANCE if own[name].dtype == np.float32 else allowed for name in measurement.of}
    compared = {name: compare(own[name], analytic[name], loose[name]) for name in measurement.of}
    wrong = [name for name, one in compared.items() if not one.same]
    facts: dict[str, object] = {"own": True, "tolerance": allowed}
    facts["error"] = max(one.error for one in compared.values())
    if not wrong:
        return Finding(check="gradient", outcome=Outcome.PASS, fraction=combination.credit, facts=facts)
    facts.update(names=wrong, shapes=[n for n in wrong if compared[n].kind == "shape"])
    return Finding(check="gradient", outcome=Outcome.FAIL, fraction=0.0, facts=facts)
