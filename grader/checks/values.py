"""Are the numbers the reference's numbers, on every designed input?"""

from __future__ import annotations

from grader.checks.readings import CaseResult, Judged
from grader.model import Finding, Outcome

PARTIAL_SHARE = 0.5  # of the points, times the share of right cases: one wrong case is still a wrong function


def check(judged: Judged) -> Finding:
    combination = judged.combination
    compared = [r.comparison for r in judged.results if r.comparison is not None]
    closest = max(compared, key=lambda one: one.error / one.tolerance, default=None)
    facts: dict[str, object] = {"total": len(judged.results)}
    if closest is not None:
        facts.update(error=closest.error, tolerance=closest.tolerance)
    facts["reading"] = combination.names
    facts["plot"] = [plotted(result) for result in judged.results]
    if judged.all_right:
        outcome = Outcome.PASS if combination.credit == 1 else Outcome.PARTIAL
        return Finding(check="values", outcome=outcome, fraction=combination.credit, facts=facts)
    wrong = [result for result in judged.results if not result.right]
    facts["wrong"] = len(wrong)
    facts["cases"] = [case_facts(result) for result in telling(wrong)]
    facts["topics"] = list(dict.fromkeys(result.case.spec.topic for result in wrong))
    symptoms = ("float16-output",) if any(is_half(result) for result in judged.results) else ()
    share = judged.fraction()
    outcome = Outcome.PARTIAL if share else Outcome.FAIL
    fraction = PARTIAL_SHARE * share * combination.credit
    return Finding(check="values", outcome=outcome, fraction=fraction, facts=facts, symptoms=symptoms)


def plotted(result: CaseResult) -> dict[str, object]:
    """One result for the picture of errors; how far off a case is that differs from student to student is not told."""
    one = result.comparison
    shown: dict[str, object] = {"topic": result.case.spec.topic, "right": result.right}
    if result.case.public and one is not None and one.kind != "shape":
        shown.update(error=one.error, tolerance=one.tolerance)
    return shown


def is_half(result: CaseResult) -> bool:
    return result.call.value is not None and result.call.value.dtype.name == "float16"


def telling(wrong: list[CaseResult]) -> list[CaseResult]:
    """Up to two cases to speak of: those whose numbers may be shown first, among them the generic ones."""
    differing = [r for r in wrong if r.comparison is not None and r.comparison.kind == "differs"]
    return sorted(differing, key=lambda r: (not r.case.public, not r.case.spec.generic))[:2]


def case_facts(result: CaseResult) -> dict[str, object]:
    """What can be said of one case; numbers only where they are the same for everybody."""
    one = result.comparison
    assert one is not None
    facts: dict[str, object] = {
        "case": result.case.id,
        "topic": result.case.spec.topic,
        "public": result.case.public,
        "differing": one.differing,
        "entries": one.total,
    }
    if result.case.public:
        facts.update(error=one.error, tolerance=one.tolerance, index=one.index, found=one.found, expected=one.expected)
    return facts
