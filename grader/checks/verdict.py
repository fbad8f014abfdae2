"""All checks on one run, in order: what holds, what does not, and which mistake it looks like."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import CodeType

from grader.catalog.folder import WrongVariant
from grader.catalog.plan import Plan
from grader.catalog.references import Expected
from grader.checks import behaviour, finite, gradient, shape, values
from grader.checks.evidence import Call, Evidence, gather
from grader.checks.misconceptions import by_symptom, matches
from grader.checks.precision import Precision
from grader.checks.readings import FINE, Combination, Judged, Known, combinations, judge, refinements
from grader.model import Finding, Observation, Outcome, Program

MOST_READINGS = 16  # under which a mistake is sought: each costs a run of every variant at worst
REMEMBERED = 256  # runs on public cases that are kept of one variant: some kilobytes each

RunVariant = Callable[[CodeType, Program], Observation]


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
        variants = named(plan, evidence, expected, readings, symptoms, wrong, run_variant)
    credit = max((variant.spec.credit for variant in variants[:1]), default=0.0)
    if credit > findings["values"].fraction and findings["values"].outcome is not Outcome.SKIPPED:
        findings["values"] = replace(findings["values"], outcome=Outcome.PARTIAL, fraction=credit)
    return Verdict(evidence, judged, findings, variants)


def skipped(kind: str, because: str) -> Finding:
    return Finding(check=kind, outcome=Outcome.SKIPPED, facts={"because": because})


def choose_reading(evidence: Evidence, expected: Expected) -> tuple[Judged, tuple[Judged, ...]]:
    """(the reading that fits, or comes nearest; readings under which a mistake may be known, likeliest first).

    The first of those is the nearest one that would earn full marks; then the one that sets the student's own helpers
    aside; then the nearest with each other way to compute.
    """
    seen: list[Judged] = []
    known: Known = {}
    fitting: Judged | None = None
    for judged in judged_readings(evidence, expected, known):
        fits = judged.all_right
        if fits and judged.combination.smooth_needed:
            fits = gradient.is_smooth(evidence, expected, judged.combination)
        if fits and judged.combination.credit == 1.0:
            return judged, (judged,)
        if fits:
            fitting = judged
            break
        if not judged.combination.smooth_needed:
            seen.append(judged)
    best_first = sorted(seen, key=Judged.rank, reverse=True)
    strict = next((one for one in best_first if one.combination.credit == 1.0), fitting)
    assert strict is not None  # a spec without cases does not load
    others: dict[object, Judged] = {}
    for one in best_first:  # those that differ only in special cases, such as a mask's notation, count as one
        special = all(r.right for r in one.results if r.case.spec.generic)  # unless nothing else is wrong
        cases = (r.case.id for r in one.results if special or r.case.spec.generic)
        full = one.combination.credit == 1.0
        others.setdefault((repr(coarse_options(evidence, one.combination)) if full else "", *cases), one)
    rest = sorted((one for one in others.values() if one is not strict), key=lambda one: one.combination.credit)
    nearest = fitting or judge(evidence, expected, best_first[0].combination, known)
    return nearest, (strict, *rest)[:MOST_READINGS]


def judged_readings(evidence: Evidence, expected: Expected, known: Known) -> Iterator[Judged]:
    """Every reading that some case belongs to: at a glance where it is far off, in full where it may be right.

    The first one, the statement's own, always in full; fine choices only where all but them may be right.
    """
    far = False
    for combination in combinations(evidence):
        judged = judge(evidence, expected, combination, known, glance=far)
        if not judged.results:
            continue  # choices that exclude each other
        yield judge(evidence, expected, combination, known) if far and judged.near else judged
        if judged.near:
            for one in itertools.islice(refinements(evidence, combination), 1, None):
                yield judge(evidence, expected, one, known)
        far = True


def coarse_options(evidence: Evidence, combination: Combination) -> Mapping[str, object]:
    """The options of a reading but for its fine choices."""
    return next(refinements(evidence, combination)).options


def named(
    plan: Plan,
    evidence: Evidence,
    expected: Expected,
    readings: Sequence[Judged],
    symptoms: set[str],
    wrong: Sequence[WrongVariant],
    run_variant: RunVariant,
) -> tuple[WrongVariant, ...]:
    """The wrong variants that explain the submission. Numbers decide; symptoms speak where there are none."""
    if any(rig.shared for rig in evidence.rigs.values()):
        symptoms.add("parameters-share-memory")
    if evidence.precision is Precision.COARSE and readings[0].near:
        symptoms.add("float16-output")
    known = tuple(by_symptom(wrong, symptoms))
    if readings[0].all_right or evidence.target not in ("class", "function"):
        return known
    candidates = [*known, *(variant for variant in wrong if not variant.spec.symptom)]
    for place, glanced in enumerate(readings):
        agreeing = agreements(plan, evidence, glanced, place, candidates, run_variant)
        if agreeing:  # on what was glanced at; only all of it tells a mistake from one that shows later
            whole = judge(evidence, expected, glanced.combination, {})
            agreeing = agreements(plan, evidence, whole, place, [variant for _, variant in agreeing], run_variant)
        if agreeing:
            told = [variant for _, variant in sorted(agreeing, key=lambda pair: -pair[0])]
            return (*told, *(variant for variant in known if variant not in told))
    return known


def agreements(
    plan: Plan,
    evidence: Evidence,
    judged: Judged,
    place: int,
    candidates: Sequence[WrongVariant],
    run_variant: RunVariant,
) -> list[tuple[int, WrongVariant]]:
    """The variants that explain the submission under the reading at this `place`, with their agreement."""
    if judged.all_right or (place and not all(result.comparison for result in judged.results)):
        return []  # beyond the nearest reading, that a call raises says only that it is not this reading
    lacking = evidence.lacking({result.case.rig.name for result in judged.results})
    finer = [one.switches for one in refinements(evidence, judged.combination)]
    found = ((agreement(plan, judged, lacking, finer, variant, run_variant), variant) for variant in candidates)
    return [pair for pair in found if pair[0]]


def agreement(
    plan: Plan,
    judged: Judged,
    lacking: tuple[str, ...],
    finer: Sequence[Mapping[str, object]],
    variant: WrongVariant,
    run_variant: RunVariant,
) -> int:
    """How many calls a variant agrees on under a reading, at its best; 0 if it does not explain the submission.

    One wrong call is tried first, all others only if it agrees there: nearly, where fine choices (`finer`) are open.
    """
    order = {step["id"]: place for place, step in enumerate(plan.program.head["steps"]) if step["do"] == "call"}
    telling = min(
        judged.results,
        key=lambda r: (r.right, not r.case.spec.generic, r.call.status != "ok", order[r.case.id]),
    )
    cases = plan.cases.values()
    # What came before may have left traces in the object: the same calls in the same order, up to the telling one.
    quick = tuple(c.id for c in cases if c.rig is telling.case.rig and order[c.id] <= order[telling.case.id])
    one = replace(judged, results=(telling,))
    rigs = {result.case.rig.name for result in judged.results}
    every = tuple(case.id for case in cases if case.rig.name in rigs)
    follows = {flag: name not in lacking for flag, name in variant.spec.has.items()}
    run = functools.partial(calls_of, plan, lacking, variant, run_variant)
    best = 0
    for flavour in variant.flavours():
        distinct: list[Mapping[str, object]] = []  # as far as the variant, or a helper it uses, tells them apart
        for switches in (judged.combination.switches, *finer):
            heard = listened_to(plan, variant, {**switches, **follows, **flavour})
            if heard not in distinct:
                distinct.append(heard)
        if len(distinct) > 1 and not matches(one, run(quick, distinct[0]), FINE):
            continue
        for heard in distinct:
            if matches(one, run(quick, heard)):
                best = max(best, matches(judged, run(every, heard)))
    return best


def listened_to(plan: Plan, variant: WrongVariant, switches: Mapping[str, object]) -> Mapping[str, object]:
    """Those of the switches that a variant, or a helper that it may use, knows."""
    supplied = plan.program.head.get("supplied", {}).get("source", "")
    return {key: value for key, value in switches.items() if speaks_of(variant.source, key) or speaks_of(supplied, key)}


@functools.lru_cache(maxsize=4096)
def speaks_of(source: str, name: str) -> bool:
    """Asked thousands of times about one submission, of texts of some kilobytes."""
    return name in source


def calls_of(
    plan: Plan,
    lacking: tuple[str, ...],
    variant: WrongVariant,
    run: RunVariant,
    cases: tuple[str, ...],
    switches: Mapping[str, object],
) -> Mapping[str, Call]:
    """What a variant does on some cases, given the parameters that the submission has."""
    key = (cases, lacking, *switches.items())
    calls: Mapping[str, Call] | None = variant.on_public_cases.get(key)
    if calls is None:
        calls = gather(plan, run(variant.code, plan.narrowed(cases, switches, lacking))).calls
        if all(plan.cases[name].public for name in cases):
            if len(variant.on_public_cases) >= REMEMBERED:
                variant.on_public_cases.pop(next(iter(variant.on_public_cases)))  # the oldest
            variant.on_public_cases[key] = calls
    return calls
