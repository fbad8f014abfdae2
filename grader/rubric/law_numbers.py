"""Numbers that follow from a formula in a free symbol: right for the value that the answer gives it, or a usual one."""

from __future__ import annotations

import re
from collections.abc import Sequence

from grader.catalog.rubric_spec import NumberCriterion, Part
from grader.rubric import contradicted, guards, law, refusal
from grader.rubric.answer import Answer
from grader.rubric.bounds import TO
from grader.rubric.decision import Layer, Proposal
from grader.rubric.law_quantities import Quantity, quantities
from grader.rubric.number import MOST_NUMBERS
from grader.rubric.prepared import Prepared


def judge(answer: Answer, criterion: NumberCriterion, part: Part, symbol: str, prepared: Prepared) -> Proposal | None:
    """The proposal; None if the answer holds no number that could be meant."""
    if len(answer.found) > MOST_NUMBERS:
        return Proposal(fraction=0.0, confidence=0.5, layer=Layer.TYPED, reason="value.many", flags=("alternatives",))
    targets = prepared.targets[f"{part.id}/{criterion.id}"]
    found = list(quantities(answer, criterion, targets, symbol, prepared))
    if not found:
        return None
    standing = [each for each in found if not refusal.denied(answer, each.start, each.end)]
    if not standing:
        plain = refusal.plain_denial(answer) and all(refusal.negated_beside(answer, each.start) for each in found)
        return _proposal(
            answer, found[-1], 0.0, 0.9 if plain else 0.5, "value.negated", *(() if plain else ("negation",))
        )
    denied = [each for each in found if each not in standing]
    right = [each for each in standing if each.right]
    again = [each for each in denied if any(each.numeral.value == one.numeral.value for one in right)]
    if again:
        spans = [(each.start, each.end) for each in right]
        if contradicted.denied_again(answer, spans, (again[-1].start, again[-1].end)):
            return _proposal(answer, again[-1], 0.0, 0.9, "value.contradicts")
        return _proposal(answer, again[-1], 0.0, 0.5, "value.contradicts", "contradiction")
    return _resolve(answer, standing, bool(law.stated(answer, symbol, prepared)))


def _resolve(answer: Answer, found: Sequence[Quantity], stated: bool) -> Proposal:
    """What the numbers that are not denied come to."""
    last = found[-1]
    spans = [(each.start, each.end) for each in found]
    right = [each for each in found if each.right]
    if len(right) < len(found) or len({each.goal.number for each in right if each.goal}) > 1:
        if refusal.guessed(answer, spans):
            sure = not (right and len(right) == len(found))
            return _proposal(
                answer, last, 0.0, 0.9 if sure else 0.5, "value.guesses", *(() if sure else ("alternatives",))
            )
        if refusal.offered(answer, spans) and not all(each.right for each in found):
            return _proposal(answer, last, 0.0, 0.5, "value.alternatives", "alternatives")
    if guards.taken_back(answer, last.start):
        return _proposal(answer, last, 0.0, 0.5, "value.taken_back", "correction")
    if refusal.turns(answer):
        found = [last]
        right = [last] if last.right else []
    unfit = [each for each in right if not each.fits_words]
    if unfit and len(found) == 1 and _left_of_it(answer, unfit[0]):
        return _proposal(answer, unfit[0], 0.0, 0.9, "value.other")
    if unfit:
        return _proposal(answer, unfit[-1], 0.0, 0.5, "value.unsaid", "unsaid")
    if right and len(right) < len(found):
        return _proposal(answer, right[-1], 1.0, 0.5, "value.contradicts", "contradiction")
    if right:
        if all(each.worked for each in right):
            return _proposal(answer, last, 1.0, 0.5, "value.unworked", "unworked")
        return _proposal(answer, [each for each in right if not each.worked][-1], 1.0, 0.92, "value.accepted")
    if all(each.near for each in found) or (not stated and any(each.between for each in found)):
        return _proposal(answer, last, 0.0, 0.5, "value.near", "near")
    return _proposal(answer, last, 0.0, 0.9, "value.known" if last.goal else "value.other")


def _left_of_it(answer: Answer, quantity: Quantity) -> bool:
    """Whether a percentage is plainly what is left, where it should be what is lost: "drops to 5 % of what it was"."""
    before = TO.search(answer.text[: quantity.start][-24:])
    return (
        quantity.percent
        and before is not None
        and re.match(r"\W*(?:percent\W+)?of\b", answer.text[quantity.end :]) is not None
    )


def _proposal(
    answer: Answer, quantity: Quantity, fraction: float, confidence: float, reason: str, *flags: str
) -> Proposal:
    goal = quantity.goal
    shown = answer.text[quantity.start : quantity.end].strip()
    message = ""
    if goal is not None and not flags and reason not in ("value.negated", "value.guesses"):
        number = f"{goal.number:,.0f}" if goal.number >= 1000 else f"{goal.number:.4g}"
        value = goal.target.value
        accepted = f"{number}{' %' if value.percent else ''}: {value.means}."
        message = value.tell or (f"Accepted as {accepted}" if fraction == 1.0 else f"This is {accepted}")
    elif reason == "value.other":
        message = f"{shown} does not follow from the law for a usual value, or the one you state."
    return Proposal(
        fraction=fraction,
        confidence=confidence,
        layer=Layer.TYPED,
        reason=reason,
        message=message,
        quotes=(answer.quote(quantity.start, quantity.end),),
        misconception=(goal.target.value.misconception or None) if goal is not None and fraction == 0.0 else None,
        flags=flags,
    )
