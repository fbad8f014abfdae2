"""Manners: the caller's arrays stay as they are, and the same call gives the same answer."""

from __future__ import annotations

import numpy as np

from grader.catalog.references import Expected
from grader.checks.evidence import Evidence
from grader.checks.readings import Judged
from grader.model import Array, Finding, Outcome

RELATED = 0.75  # correlation with the reference: dropout of 0.1 has 0.8 and more, weights drawn anew up to 0.7
NEAR = 0.5  # two answers' distance from each other over their distance from the reference
REPEAT_TOLERANCE = 1e-12  # a sum in another order may differ in the last bits; dropout does not


def check(evidence: Evidence, expected: Expected, judged: Judged) -> Finding:
    plan = evidence.plan
    name = next((n for n in plan.spec.behaviour if judged.combination.applies(plan.cases[n])), None)
    first = evidence.call(name) if name else None
    if name is None or first is None or first.value is None:
        return Finding(check="behaviour", outcome=Outcome.SKIPPED, facts={"because": "values"})
    case = plan.cases[name]
    positional = [key for key in case.inputs if key not in case.spec.keywords and case.spec.inputs[key].kind != "mask"]
    sent = [case.inputs[key] for key in positional]
    changed = [
        key for key, before, after in zip(positional, sent, first.echoed, strict=False) if not same(before, after)
    ]
    # Booleans cannot be subtracted and unsigned integers wrap, and a forged frame may hold either.
    value, repeated = first.value.astype(np.float64), evidence.call(plan.repeats[name]).value
    again = None if repeated is None else repeated.astype(np.float64)
    symptoms = []
    if changed or len(first.echoed) < len(sent):
        symptoms.append("input-changed")
    if again is None or not close(value, again):
        answerable = not evidence.rig(case.rig.name).absent(case.rig.required)
        known = answerable and related(value, again, expected.values(case, judged.combination.options))
        symptoms.append("not-repeatable" if known else "not-repeatable-unrelated")
    repeatable = not any(symptom.startswith("not-repeatable") for symptom in symptoms)
    facts = {"changed": changed, "repeatable": repeatable, "aliases": first.aliases}
    if symptoms:
        return Finding(check="behaviour", outcome=Outcome.FAIL, facts=facts, symptoms=tuple(symptoms))
    return Finding(check="behaviour", outcome=Outcome.PASS, fraction=1.0, facts=facts)


def related(found: Array, again: Array | None, wanted: Array) -> bool:
    """Whether an output that is never the same twice follows the right one: dropout does, random weights do not.

    Two answers with dropout are as far from each other as from the right one. Where weights are small, two answers
    with new ones are near each other, and both far from the right one, which has large weights.
    """
    if again is None or not found.shape == again.shape == wanted.shape or not np.isfinite([found, again]).all():
        return False
    if found.std() == 0 or wanted.std() == 0 or np.abs(found - again).mean() < NEAR * np.abs(found - wanted).mean():
        return False
    return bool(np.corrcoef(found.ravel(), wanted.ravel())[0, 1] > RELATED)


def same(before: Array, after: Array) -> bool:
    return before.shape == after.shape and bool(np.array_equal(before, after))


def close(one: Array, two: Array) -> bool:
    """Equal up to rounding; where neither is a finite number they may be anything."""
    if one.shape != two.shape:
        return False
    finite = np.isfinite(one)
    if not np.array_equal(finite, np.isfinite(two)):
        return False
    scale = float(np.abs(one[finite]).max(initial=0.0)) or 1.0
    return bool(np.all(np.abs(one[finite] - two[finite]) <= REPEAT_TOLERANCE * scale))
