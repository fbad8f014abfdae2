"""Is every returned number finite wherever the reference is? A NaN is not close to anything."""

from __future__ import annotations

from grader.checks.readings import Judged
from grader.model import Finding, Outcome


def check(judged: Judged) -> Finding:
    shaped = [result for result in judged.results if result.shaped]
    bad = [r for r in shaped if r.comparison is not None and r.comparison.kind == "not_finite"]
    if not bad:
        return Finding(check="finite", outcome=Outcome.PASS, fraction=1.0)
    first = min(bad, key=lambda r: not r.case.public)
    assert first.comparison is not None
    facts = {
        "failing": len(bad),
        "total": len(shaped),
        "topic": first.case.spec.topic,
        "public": first.case.public,
        "index": first.comparison.index,
        "found": str(first.comparison.found),
        "entries": first.comparison.differing,
    }
    return Finding(check="finite", outcome=Outcome.FAIL, facts=facts)
