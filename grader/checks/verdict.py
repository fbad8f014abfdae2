"""All checks on one run, in order: what holds, what does not, and which mistake it looks like."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import CodeType

from grader.catalog.folder import WrongVariant
from grader.catalog.plan import Plan
from grader.catalog.references import Expected
from grader.checks import behaviour, finite, gradient, shape, values
from grader.checks.evidence import Call, Evidence, gather
from grader.checks.misconceptions import by_symptom, matches
from grader.checks.precision import Precision
from grader.checks.readings import Judged, combinations, judge
from grader.model import Finding, Observation, Outcome, Program

HALF_ERROR = 0.02  # float16 answers are off by 2e-4 .. 2e-3, and more after a division

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
    judged, strict = choose_reading(evidence, expected)
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
    if not strict.all_right or findings["behaviour"].outcome is Outcome.FAIL:
        symptoms = {code for finding in (*findings.values(), manners) for code in finding.symptoms}
        variants = named(plan, evidence, strict, symptoms, wrong, run_variant)
    credit = max((variant.spec.credit for variant in variants[:1]), default=0.0)
    if credit > findings["values"].fraction and findings["values"].outcome is not Outcome.SKIPPED:
        findings["values"] = replace(findings["values"], outcome=Outcome.PARTIAL, fraction=credit)
    return Verdict(evidence, judged, findings, variants)


def skipped(kind: str, because: str) -> Finding:
    return Finding(check=kind, outcome=Outcome.SKIPPED, facts={"because": because})


def choose_reading(evidence: Evidence, expected: Expected) -> tuple[Judged, Judged]:
    """(the reading that fits, or comes nearest; the nearest one that would earn full marks)."""
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
            return judged, judged if combination.credit == 1.0 or not full else max(full, key=Judged.rank)
        if not combination.smooth_needed:
            seen.append(judged)
    full = [one for one in seen if one.combination.credit == 1.0]
    return max(seen, key=Judged.rank), max(full, key=Judged.rank)  # a spec without cases does not load


def named(
    plan: Plan,
    evidence: Evidence,
    judged: Judged,
    symptoms: set[str],
    wrong: Sequence[WrongVariant],
    run_variant: RunVariant,
) -> tuple[WrongVariant, ...]:
    """The wrong variants that explain the submission. Numbers decide; symptoms speak where there are none."""
    if any(rig.shared for rig in evidence.rigs.values()):
        symptoms.add("parameters-share-memory")
    if evidence.precision is Precision.COARSE and is_near(judged):
        symptoms.add("float16-output")
    known = by_symptom(wrong, symptoms)
    if judged.all_right or not judged.results or evidence.target not in ("class", "function"):
        return tuple(known)
    order = {step["id"]: place for place, step in enumerate(plan.program.head["steps"]) if step["do"] == "call"}
    telling = min(
        judged.results,
        key=lambda r: (r.right, not r.case.spec.generic, r.call.status != "ok", order[r.case.id]),
    )
    cases = plan.cases.values()
    # What came before may have left traces in the object: the same calls in the same order, up to the telling one.
    quick = tuple(c.id for c in cases if c.rig is telling.case.rig and order[c.id] <= order[telling.case.id])
    one = replace(judged, results=(telling,))

    def agreement(variant: WrongVariant) -> int:
        best = 0
        for flavour in variant.flavours():
            if variant in known or matches(one, _calls(plan, variant, flavour, quick, run_variant)):
                best = max(best, matches(judged, _calls(plan, variant, flavour, tuple(plan.cases), run_variant)))
        return best

    candidates = [*known, *(variant for variant in wrong if not variant.spec.symptom)]
    agreements = [(agreement(variant), variant) for variant in candidates]
    found = [pair for pair in agreements if pair[0] or pair[1] in known]
    return tuple(variant for _, variant in sorted(found, key=lambda pair: -pair[0]))


def is_near(judged: Judged) -> bool:
    """Whether every ordinary case is right to about two digits: what half precision leaves."""
    ordinary = [result.comparison for result in judged.results if result.case.spec.generic]
    return all(one is not None and one.error < HALF_ERROR for one in ordinary)


def _calls(
    plan: Plan, variant: WrongVariant, flavour: Mapping[str, object], cases: tuple[str, ...], run: RunVariant
) -> Mapping[str, Call]:
    program = plan.narrowed(cases)
    return gather(plan, run(variant.code, Program({**program.head, "globals": flavour}, program.tensors))).calls
