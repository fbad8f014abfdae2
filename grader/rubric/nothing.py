"""Answers to number criteria that certainly claim nothing: only given sizes, another unit, denials, guesses."""

from __future__ import annotations

import math
import re
from collections.abc import Collection, Sequence

from grader.catalog.rubric_spec import NumberCriterion
from grader.language.algebra import Name, Number, Operation, evaluate
from grader.language.formula import Found
from grader.rubric import beside
from grader.rubric.answer import Answer
from grader.rubric.chains import Result, is_given
from grader.rubric.decision import Layer, Proposal
from grader.rubric.elsewhere import FIGURE_TOLERANCE, elsewhere
from grader.rubric.goals import Fit, fit
from grader.rubric.numbers_read import FEW
from grader.rubric.prepared import Prepared, Target

MORE_THAN = re.compile(r"\b(?:than|as|to|with|like)\b[^.:;]*[:;,]\W*$")
HEADING = re.compile(
    r"\b(?:exercises?|questions?|tasks?|problems?|sections?|chapter|part|aufgabe|übung|ejercicio|exercice|ex)\W*$"
)


def unread(
    answer: Answer, criterion: NumberCriterion, prepared: Prepared, item: str, others: Collection[float | None]
) -> Proposal | None:
    """What is certain of an answer whose numbers are only given sizes, counts and steps; None if that is nothing.

    `others`: figures that one's own is compared with.
    """
    if not answer.found and criterion.comparison is not None:
        return Proposal(fraction=0.0, confidence=0.9, layer=Layer.TYPED, reason="value.unread")
    if not answer.found:
        return None
    if len(answer.found) == 1 and beside.BYTES.match(answer.text, answer.found[0].end):
        return zero(answer, answer.found[0], "value.unit")
    sure = all(
        isinstance(each.expression, Name)
        or (isinstance(each.expression, Number) and is_given(each.expression.numeral.value, criterion, prepared))
        or (not criterion.only_with and _of_another(answer, each, criterion, prepared.targets[item], others))
        or _true_step(each, criterion, prepared)
        or HEADING.search(answer.text[: each.start]) is not None
        for each in answer.found
    ) or beside.only_guesses(answer)
    values = [each.expression.numeral.value for each in answer.found if isinstance(each.expression, Number)]
    sized = len(values) < len(answer.found) or any(value in prepared.constants.values() for value in values)
    sure = sure and not (sized and any(1 < value < FEW for value in values))  # "four matrices of size d_model"
    return Proposal(fraction=0.0, confidence=0.9 if sure else 0.5, layer=Layer.TYPED, reason="value.unread")


def _of_another(
    answer: Answer, each: Found, criterion: NumberCriterion, targets: Sequence[Target], others: Collection[float | None]
) -> bool:
    """Whether a number is that of something named before it, and not one's own: "slightly more than GPT-2: 123.4M"."""
    if not elsewhere(answer, [each], criterion, named_before=True):
        return False
    numeral = each.expression.numeral if isinstance(each.expression, Number) else None
    if numeral is None:
        return True
    right = any(
        target.number is not None and fit(numeral, target.number, criterion.digits, criterion.within) >= Fit.ROUNDED
        for target in targets
    )
    compared = any(figure and math.isclose(figure, numeral.value, rel_tol=FIGURE_TOLERANCE) for figure in others)
    return not right or (compared and MORE_THAN.search(answer.text[: each.start]) is None)


def _true_step(each: Found, criterion: NumberCriterion, prepared: Prepared) -> bool:
    """Whether a product or sum comes to a number on the way: 4 * 768."""
    value = evaluate(each.expression, prepared.constants)
    return isinstance(each.expression, Operation) and value is not None and is_given(value, criterion, prepared)


def zero(answer: Answer, claim: Result | Found, reason: str) -> Proposal:
    """A zero for what plainly claims nothing, or two things that cannot both hold."""
    message = "This says two things that cannot both hold." if reason == "value.contradicts" else ""
    return Proposal(
        fraction=0.0, confidence=0.9, layer=Layer.TYPED, reason=reason, message=message,
        quotes=(answer.quote(claim.start, claim.end),),
    )  # fmt: skip
