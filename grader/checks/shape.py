"""Does every call return an array of the reference's shape? Nothing else is asked of a submission that does not."""

from __future__ import annotations

from collections import Counter
from typing import Any

from grader.checks.evidence import Evidence
from grader.checks.readings import CaseResult, Judged
from grader.model import Finding, Outcome

RETURN_SYMPTOMS = {"none": "returns-none", "tuple": "returns-tuple"}
MISSING_SYMPTOMS = {"absent": "parameter-missing"}


def check(evidence: Evidence, judged: Judged) -> Finding:
    """Full points if every case has the right shape, half of the share if only some have."""
    if evidence.target in ("missing", "other"):
        named: dict[str, Any] = {
            "because": "target",
            "name": evidence.plan.spec.target.name,
            "defined": evidence.defined,
        }
        return Finding(check="shape", outcome=Outcome.FAIL, facts=named, symptoms=("target-missing",))
    failing = [result for result in judged.results if not result.shaped]
    symptoms = sorted({code for result in failing for code in symptoms_of(evidence, result)})
    if judged.results and not failing:
        return Finding(check="shape", outcome=Outcome.PASS, fraction=1.0)
    facts: dict[str, Any] = {
        "failing": len(failing),
        "total": len(judged.results),
        "causes": [cause(evidence, result) for result in most_telling(failing)],
    }
    share = 1.0 - len(failing) / max(len(judged.results), 1)
    outcome = Outcome.PARTIAL if share else Outcome.FAIL
    return Finding(check="shape", outcome=outcome, fraction=0.5 * share, facts=facts, symptoms=tuple(symptoms))


def most_telling(failing: list[CaseResult]) -> list[CaseResult]:
    """One failing case for each different way of failing, public ones first, at most three."""
    kinds: Counter[tuple[object, ...]] = Counter()
    chosen = []
    for result in sorted(failing, key=lambda r: not r.case.public):
        key = (result.reason, result.call.error.get("type"), result.call.error.get("line"), result.call.kind)
        if not kinds[key]:
            chosen.append(result)
        kinds[key] += 1
    return chosen[:3]


def cause(evidence: Evidence, result: CaseResult) -> dict[str, Any]:
    """Why one case has no array of the right shape, as data."""
    facts: dict[str, Any] = {"topic": result.case.spec.topic, "public": result.case.public}
    rig = evidence.rig(result.case.rig.name)
    if rig.status == "exception":
        return {**facts, "kind": "construction", "error": rig.error}
    if result.reason == "parameters":
        absent = rig.absent(result.case.rig.required)
        raised = {"error": result.call.error} if result.call.status == "exception" else {}
        return {**facts, "kind": "parameters", "absent": dict(absent), **raised}
    if result.call.status == "exception":
        return {**facts, "kind": "exception", "error": result.call.error}
    if result.call.status == "bad_return":
        return {**facts, "kind": "bad_return", "returned": result.call.kind, "found": result.call.found}
    if result.comparison is not None:
        shapes = {"found": result.comparison.shape_found, "expected": result.comparison.shape_expected}
        return {**facts, "kind": "shape", **shapes}
    return {**facts, "kind": "missing"}


def symptoms_of(evidence: Evidence, result: CaseResult) -> list[str]:
    """Codes by which a wrong variant may be named when no numbers came back."""
    if result.call.status == "bad_return":
        return [RETURN_SYMPTOMS.get(result.call.kind, "returns-object")]
    rig = evidence.rig(result.case.rig.name)
    if result.reason != "parameters" or rig.status != "ok":
        return []  # an object that was never built says nothing about its parameters
    absent = rig.absent(result.case.rig.required)
    return [
        MISSING_SYMPTOMS.get(str(said["missing"]), f"parameter-{str(said['missing']).replace('_', '-')}")
        for said in absent.values()
    ]
