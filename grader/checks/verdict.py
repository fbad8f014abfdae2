"""All checks on one run, in order: what holds, what does not, and which mistake it looks like."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from grader.catalog.folder import WrongVariant
from grader.catalog.plan import Plan
from grader.catalog.references import Expected
from grader.checks import behaviour, finite, gradient, shape, values
from grader.checks.evidence import Evidence, gather
from grader.checks.misconceptions import Runner, RunVariant, by_symptom, explaining
from grader.checks.readings import Judged, combinations, judge
from grader.model import Finding, Observation, Outcome


@dataclass(frozen=True, slots=True)
class Verdict:
    """What all checks found."""

    evidence: Evidence
    judged: Judged  # under the reading that was chosen
    findings: Mapping[str, Finding]  # by kind of check
    variants: tuple[WrongVariant, ...]  # that do what the submission does, best first


def examine(plan: Plan, observation: Observation, wrong: Sequence[WrongVariant], run_variant: RunVariant) -> Verdict:
    """Pure but for `run_variant`, which runs trusted code. Never raises for anything a submission can do."""
    evidence = gather(plan, observation)
    expected = Expected(plan, evidence.shapes())
    judged, readings = choose_reading(evidence, expected)
    findings = {"shape": shape.check(evidence, judged)}
    manners = behaviour.check(evidence, expected, judged)
    if findings["shape"].outcome is Outcome.FAIL:
        findings.update({kind: skipped(kind, "shape") for kind in ("finite", "values", "gradient", "behaviour")})
    else:
        findings["finite"] = finite.check(judged)
        findings["values"] = values.check(judged)
        if findings["values"].outcome is Outcome.FAIL:
            findings.update({kind: skipped(kind, "values") for kind in ("gradient", "behaviour")})
        else:
            findings["gradient"] = gradient.check(evidence, expected, judged)
            findings["behaviour"] = manners
    variants: tuple[WrongVariant, ...] = ()
    if not readings[0].all_right or findings["behaviour"].outcome is Outcome.FAIL:
        symptoms = {code for finding in (*findings.values(), manners) for code in finding.symptoms}
        variants = named(evidence, readings, symptoms, wrong, run_variant)
    credit = max((variant.spec.credit for variant in variants[:1]), default=0.0)
    if credit > findings["values"].fraction and findings["values"].outcome is not Outcome.SKIPPED:
        findings["values"] = replace(findings["values"], outcome=Outcome.PARTIAL, fraction=credit)
    return Verdict(evidence, judged, findings, variants)


def skipped(kind: str, because: str) -> Finding:
    return Finding(check=kind, outcome=Outcome.SKIPPED, facts={"because": because})


def choose_reading(evidence: Evidence, expected: Expected) -> tuple[Judged, tuple[Judged, ...]]:
    """(the reading that fits, or comes nearest; those by which a mistake may be named, full marks first)."""
    seen: list[Judged] = []
    for combination in combinations(evidence):
        judged = judge(evidence, expected, combination)
        if not judged.results:
            continue  # choices that exclude each other: no case belongs to them
        fits = judged.all_right
        if fits and combination.smooth_needed:
            fits = gradient.is_smooth(evidence, expected, combination)
        full = [one for one in seen if one.combination.credit == 1.0]
        if fits:
            return judged, (judged,) if combination.credit == 1.0 or not full else nearest(full)
        if not combination.smooth_needed:
            seen.append(judged)
    return max(seen, key=Judged.rank), nearest(seen)  # a spec without cases does not load


def nearest(seen: Sequence[Judged]) -> tuple[Judged, ...]:
    """Of all readings that speak of the same cases the nearest one; those with most marks first.

    After the first one only readings in which every call returned an array: there is more than an error to go by.
    """
    by_cases: dict[tuple[str, ...], list[Judged]] = {}
    for one in sorted(seen, key=lambda one: one.combination.credit == 1.0, reverse=True):
        by_cases.setdefault(tuple(result.case.id for result in one.results), []).append(one)
    best = [max(group, key=lambda one: (one.combination.credit == 1.0, one.rank())) for group in by_cases.values()]
    first, *others = sorted(best, key=lambda one: (one.combination.credit == 1.0, one.rank()[:2]), reverse=True)
    return (first, *(one for one in others if all(result.comparison for result in one.results)))


def named(
    evidence: Evidence,
    readings: Sequence[Judged],
    symptoms: set[str],
    wrong: Sequence[WrongVariant],
    run_variant: RunVariant,
) -> tuple[WrongVariant, ...]:
    """The wrong variants that explain the submission. Numbers decide; symptoms speak where there are none."""
    if any(rig.shared for rig in evidence.rigs.values()):
        symptoms.add("parameters-share-memory")
    known = by_symptom(wrong, symptoms)
    if readings[0].all_right or not readings[0].results or evidence.target not in ("class", "function"):
        return tuple(known)
    candidates = [*known, *(variant for variant in wrong if not variant.spec.symptom)]
    settings: dict[str, list[Mapping[str, str | float]]] = {}
    for combination in combinations(evidence):
        near = settings.setdefault(repr(combination.coarse), [])
        if combination.switches not in near:
            near.append(combination.switches)
    runner = Runner(evidence, run_variant)
    for judged in readings:
        found = list(explaining(judged, [*settings.values()], candidates, known, runner))
        if any(agreed for agreed, _ in found):
            return tuple(variant for _, variant in sorted(found, key=lambda pair: -pair[0]))
    return tuple(known)
