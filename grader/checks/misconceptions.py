"""Names the mistake: compares what a submission computed with what known wrong variants compute on the same plan."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from grader.catalog.folder import WrongVariant
from grader.checks.evidence import Call
from grader.checks.readings import CaseResult, Judged

MATCH_TOLERANCE = 1e-6  # over the variant's largest entry; two writings of one mistake differ by rounding only
SINGLE_TOLERANCE = 1e-5  # the same for results in float32


def alike(student: Call, variant: Call, tolerance: float = MATCH_TOLERANCE) -> bool:
    """The same outcome of one call: close arrays, the same exception, or the same kind of non-array."""
    if student.status != variant.status:
        return False
    if student.status == "exception":
        return student.error.get("type") == variant.error.get("type") and _stem(student) == _stem(variant)
    if student.status == "bad_return":
        return student.kind == variant.kind
    one, two = student.value, variant.value
    if one is None or two is None or one.shape != two.shape:
        return False
    exact, other = one.astype(np.float64), two.astype(np.float64)
    finite = np.isfinite(exact)
    if not np.array_equal(finite, np.isfinite(other)):
        return False
    scale = float(np.abs(other[finite]).max(initial=0.0)) or 1.0
    return bool(np.all(np.abs(exact[finite] - other[finite]) <= tolerance * scale))


def tolerance_of(result: CaseResult) -> float:
    """How near a variant must come. Where the submission is hardly wrong, nearer than the right answer does."""
    value, one = result.call.value, result.comparison
    usual = SINGLE_TOLERANCE if value is not None and value.dtype == np.float32 else MATCH_TOLERANCE
    return min(usual, one.error / 4) if one is not None and one.kind == "differs" else usual


def _stem(call: Call) -> tuple[str, ...]:
    """What the message speaks of, whatever order it says it in: its numbers (shapes) and its words."""
    message = re.sub(r"0x[0-9a-f]+|'[^']*'(?!$)", "_", str(call.error.get("message", ""))[:300])
    return tuple(sorted(re.findall(r"[0-9]+|[a-z]{4,}", message)))


def matches(judged: Judged, variant_calls: Mapping[str, Call], nearly: float = 0.0) -> int:
    """How many calls agree (to within `nearly`, if that is given), if the variant explains the submission; else 0.

    It explains it if it agrees on every generic case, with a wrong one among them, or - a mistake that only special
    inputs show - on every case there is.
    """
    agree = {
        r.case.id: alike(r.call, variant_calls.get(r.case.id, Call("missing")), nearly or tolerance_of(r))
        for r in judged.results
    }
    generic = [r for r in judged.results if r.case.spec.generic]
    explains_generic = all(agree[r.case.id] for r in generic) and any(not r.right for r in generic)
    if not explains_generic and not all(agree.values()):
        return 0
    return sum(agree.values())


def by_symptom(variants: Sequence[WrongVariant], symptoms: Iterable[str]) -> list[WrongVariant]:
    """Variants that are known by what they do rather than by their numbers.

    Where none is known for `not-repeatable-unrelated`, those for `not-repeatable` are.
    """
    known = {variant.spec.symptom for variant in variants if variant.spec.symptom}
    shown = {symptom if symptom in known else symptom.removesuffix("-unrelated") for symptom in symptoms}
    return [variant for variant in variants if variant.spec.symptom and variant.spec.symptom in shown]
